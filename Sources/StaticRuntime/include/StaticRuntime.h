// Nothing: the target is its linker settings.
#pragma once
