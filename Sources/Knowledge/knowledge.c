// Embeds the lexicons and rules. Written by Scripts/list-knowledge from the folders' contents; do not edit.
#include "Knowledge.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "lexicons/abbreviation-point.tsv"
};
static const unsigned char file_1[] = {
#embed "lexicons/abbreviation.tsv"
};
static const unsigned char file_2[] = {
#embed "lexicons/amount-cue.tsv"
};
static const unsigned char file_3[] = {
#embed "lexicons/amount-modifier.tsv"
};
static const unsigned char file_4[] = {
#embed "lexicons/body-noun.tsv"
};
static const unsigned char file_5[] = {
#embed "lexicons/city.tsv"
};
static const unsigned char file_6[] = {
#embed "lexicons/common-word.tsv"
};
static const unsigned char file_7[] = {
#embed "lexicons/corporate-role-modifier.tsv"
};
static const unsigned char file_8[] = {
#embed "lexicons/corporate-role.tsv"
};
static const unsigned char file_9[] = {
#embed "lexicons/country.tsv"
};
static const unsigned char file_10[] = {
#embed "lexicons/currency-country.tsv"
};
static const unsigned char file_11[] = {
#embed "lexicons/currency-family.tsv"
};
static const unsigned char file_12[] = {
#embed "lexicons/currency-name.tsv"
};
static const unsigned char file_13[] = {
#embed "lexicons/currency.tsv"
};
static const unsigned char file_14[] = {
#embed "lexicons/demonym.tsv"
};
static const unsigned char file_15[] = {
#embed "lexicons/exchange.tsv"
};
static const unsigned char file_16[] = {
#embed "lexicons/family-name.tsv"
};
static const unsigned char file_17[] = {
#embed "lexicons/firm-head.tsv"
};
static const unsigned char file_18[] = {
#embed "lexicons/firm-noun.tsv"
};
static const unsigned char file_19[] = {
#embed "lexicons/firm-object-verb.tsv"
};
static const unsigned char file_20[] = {
#embed "lexicons/firm-verb.tsv"
};
static const unsigned char file_21[] = {
#embed "lexicons/firm-word.tsv"
};
static const unsigned char file_22[] = {
#embed "lexicons/firm.tsv"
};
static const unsigned char file_23[] = {
#embed "lexicons/function-word.tsv"
};
static const unsigned char file_24[] = {
#embed "lexicons/given-name.tsv"
};
static const unsigned char file_25[] = {
#embed "lexicons/holiday.tsv"
};
static const unsigned char file_26[] = {
#embed "lexicons/honorific.tsv"
};
static const unsigned char file_27[] = {
#embed "lexicons/index.tsv"
};
static const unsigned char file_28[] = {
#embed "lexicons/industry-noun.tsv"
};
static const unsigned char file_29[] = {
#embed "lexicons/landmark.tsv"
};
static const unsigned char file_30[] = {
#embed "lexicons/legal-form.tsv"
};
static const unsigned char file_31[] = {
#embed "lexicons/magnitude.tsv"
};
static const unsigned char file_32[] = {
#embed "lexicons/media.tsv"
};
static const unsigned char file_33[] = {
#embed "lexicons/military-unit.tsv"
};
static const unsigned char file_34[] = {
#embed "lexicons/month.tsv"
};
static const unsigned char file_35[] = {
#embed "lexicons/name-particle.tsv"
};
static const unsigned char file_36[] = {
#embed "lexicons/name-suffix.tsv"
};
static const unsigned char file_37[] = {
#embed "lexicons/number-word.tsv"
};
static const unsigned char file_38[] = {
#embed "lexicons/org-head.tsv"
};
static const unsigned char file_39[] = {
#embed "lexicons/organisation.tsv"
};
static const unsigned char file_40[] = {
#embed "lexicons/other-head.tsv"
};
static const unsigned char file_41[] = {
#embed "lexicons/per-unit.tsv"
};
static const unsigned char file_42[] = {
#embed "lexicons/person-noun.tsv"
};
static const unsigned char file_43[] = {
#embed "lexicons/person-verb.tsv"
};
static const unsigned char file_44[] = {
#embed "lexicons/place-head.tsv"
};
static const unsigned char file_45[] = {
#embed "lexicons/product.tsv"
};
static const unsigned char file_46[] = {
#embed "lexicons/quotation-mark.tsv"
};
static const unsigned char file_47[] = {
#embed "lexicons/region.tsv"
};
static const unsigned char file_48[] = {
#embed "lexicons/relation-verb.tsv"
};
static const unsigned char file_49[] = {
#embed "lexicons/role-attribute.tsv"
};
static const unsigned char file_50[] = {
#embed "lexicons/role-function.tsv"
};
static const unsigned char file_51[] = {
#embed "lexicons/role-head.tsv"
};
static const unsigned char file_52[] = {
#embed "lexicons/role-modifier.tsv"
};
static const unsigned char file_53[] = {
#embed "lexicons/role-status.tsv"
};
static const unsigned char file_54[] = {
#embed "lexicons/role-word.tsv"
};
static const unsigned char file_55[] = {
#embed "lexicons/speech-verb.tsv"
};
static const unsigned char file_56[] = {
#embed "lexicons/title-abbreviation.tsv"
};
static const unsigned char file_57[] = {
#embed "lexicons/weekday.tsv"
};
static const unsigned char file_58[] = {
#embed "rules/names.rules"
};
static const unsigned char file_59[] = {
#embed "rules/roles.rules"
};

static const tl_knowledge_file files[] = {
    {"abbreviation-point.tsv", file_0, sizeof file_0},
    {"abbreviation.tsv", file_1, sizeof file_1},
    {"amount-cue.tsv", file_2, sizeof file_2},
    {"amount-modifier.tsv", file_3, sizeof file_3},
    {"body-noun.tsv", file_4, sizeof file_4},
    {"city.tsv", file_5, sizeof file_5},
    {"common-word.tsv", file_6, sizeof file_6},
    {"corporate-role-modifier.tsv", file_7, sizeof file_7},
    {"corporate-role.tsv", file_8, sizeof file_8},
    {"country.tsv", file_9, sizeof file_9},
    {"currency-country.tsv", file_10, sizeof file_10},
    {"currency-family.tsv", file_11, sizeof file_11},
    {"currency-name.tsv", file_12, sizeof file_12},
    {"currency.tsv", file_13, sizeof file_13},
    {"demonym.tsv", file_14, sizeof file_14},
    {"exchange.tsv", file_15, sizeof file_15},
    {"family-name.tsv", file_16, sizeof file_16},
    {"firm-head.tsv", file_17, sizeof file_17},
    {"firm-noun.tsv", file_18, sizeof file_18},
    {"firm-object-verb.tsv", file_19, sizeof file_19},
    {"firm-verb.tsv", file_20, sizeof file_20},
    {"firm-word.tsv", file_21, sizeof file_21},
    {"firm.tsv", file_22, sizeof file_22},
    {"function-word.tsv", file_23, sizeof file_23},
    {"given-name.tsv", file_24, sizeof file_24},
    {"holiday.tsv", file_25, sizeof file_25},
    {"honorific.tsv", file_26, sizeof file_26},
    {"index.tsv", file_27, sizeof file_27},
    {"industry-noun.tsv", file_28, sizeof file_28},
    {"landmark.tsv", file_29, sizeof file_29},
    {"legal-form.tsv", file_30, sizeof file_30},
    {"magnitude.tsv", file_31, sizeof file_31},
    {"media.tsv", file_32, sizeof file_32},
    {"military-unit.tsv", file_33, sizeof file_33},
    {"month.tsv", file_34, sizeof file_34},
    {"name-particle.tsv", file_35, sizeof file_35},
    {"name-suffix.tsv", file_36, sizeof file_36},
    {"number-word.tsv", file_37, sizeof file_37},
    {"org-head.tsv", file_38, sizeof file_38},
    {"organisation.tsv", file_39, sizeof file_39},
    {"other-head.tsv", file_40, sizeof file_40},
    {"per-unit.tsv", file_41, sizeof file_41},
    {"person-noun.tsv", file_42, sizeof file_42},
    {"person-verb.tsv", file_43, sizeof file_43},
    {"place-head.tsv", file_44, sizeof file_44},
    {"product.tsv", file_45, sizeof file_45},
    {"quotation-mark.tsv", file_46, sizeof file_46},
    {"region.tsv", file_47, sizeof file_47},
    {"relation-verb.tsv", file_48, sizeof file_48},
    {"role-attribute.tsv", file_49, sizeof file_49},
    {"role-function.tsv", file_50, sizeof file_50},
    {"role-head.tsv", file_51, sizeof file_51},
    {"role-modifier.tsv", file_52, sizeof file_52},
    {"role-status.tsv", file_53, sizeof file_53},
    {"role-word.tsv", file_54, sizeof file_54},
    {"speech-verb.tsv", file_55, sizeof file_55},
    {"title-abbreviation.tsv", file_56, sizeof file_56},
    {"weekday.tsv", file_57, sizeof file_57},
    {"names.rules", file_58, sizeof file_58},
    {"roles.rules", file_59, sizeof file_59},
};

const tl_knowledge_file *tl_knowledge_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
