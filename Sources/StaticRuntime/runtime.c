#include "StaticRuntime.h"
