/*
 * The fonts of pages. Fontconfig gets a set-up of our own with the families that we name and nothing else, so neither the
 * machine's defaults nor a user's choice changes a page.
 */
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include "codec/pdf_layout.h"

#define FAMILY(name) "<pattern><patelt name='family'><string>" name "</string></patelt></pattern>"

/* Caches are only read where one may not write. */
static const char set_up[] =
    "<?xml version='1.0'?><fontconfig>"
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><dir>/run/current-system/sw/share/X11/fonts</dir>"
    "<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix='xdg'>fontconfig</cachedir>"
    "<selectfont><rejectfont><pattern><patelt name='scalable'><bool>true</bool></patelt></pattern>"
    "<pattern><patelt name='scalable'><bool>false</bool></patelt></pattern></rejectfont>"
    "<acceptfont>" FAMILY("Noto Serif") FAMILY("Noto Sans") FAMILY("Noto Naskh Arabic") FAMILY("Noto Serif CJK SC")
        FAMILY("Noto Sans CJK SC") "</acceptfont></selectfont></fontconfig>";

static FcConfig *config; /* made once, kept for the life of the program */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_config(void)
{
    FcConfig *made = FcConfigCreate();
    if (!made)
        return;
    if (FcConfigParseAndLoadFromMemory(made, (const FcChar8 *)set_up, FcTrue) && FcConfigBuildFonts(made))
        config = made;
    else
        FcConfigDestroy(made);
}

static bool has_family(const char *family)
{
    FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *wanted = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *found = pattern && wanted ? FcFontList(config, pattern, wanted) : NULL;
    bool has = found && found->nfont > 0;
    if (found)
        FcFontSetDestroy(found);
    if (wanted)
        FcObjectSetDestroy(wanted);
    if (pattern)
        FcPatternDestroy(pattern);
    return has;
}

PangoFontMap *pdf_fonts(struct call *call, const char *lang)
{
    static const struct {
        const char *family, *package, *lang; /* lang: needed for this one only */
    } fonts[] = {{"Noto Serif", "fonts-noto-core", NULL}, {"Noto Sans", "fonts-noto-core", NULL},
        {"Noto Naskh Arabic", "fonts-noto-core", "ar"}, {"Noto Serif CJK SC", "fonts-noto-cjk", "zh"},
        {"Noto Sans CJK SC", "fonts-noto-cjk", "zh"}};
    pthread_once(&once, make_config);
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (!config || ((!fonts[i].lang || document_lang_is(lang, fonts[i].lang)) && !has_family(fonts[i].family))) {
            fail_want(call, ERR_SYSTEM, "pdf_no_font", NULL, fonts[i].family, fonts[i].package);
            return NULL;
        }
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!map)
        return NULL;
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72); /* a unit is a point */
    return map;
}
