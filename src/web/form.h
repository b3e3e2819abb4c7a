/*
 * Forms that keep what was typed. A page describes its fields once; the same description shows the empty form, the form
 * filled from a record, and the form that came back with faults, each at its field and all of them on top.
 *
 *     struct form form;
 *     form_begin(&form, request, "/login", word(lang, "login.button"));
 *     form_add(&form, (struct form_field){.name = "login", .label = ..., .required = true});
 *     form_faults(&form, request->call);          // after a refusal
 *     ... {{use form_html form}} in the template
 *
 * Every form carries the token against forgery and an idempotency key, so that sending it twice does it once.
 */
#pragma once
#include "web/frame.h"

enum form_kind {
    FORM_LINE,
    FORM_PROSE,
    FORM_NUMBER,
    FORM_DAY,
    FORM_DATE,
    FORM_CHOICE,
    FORM_BOXES, /* any of the options */
    FORM_REF,
    FORM_PASSWORD,
    FORM_HIDDEN,
    FORM_FIXED
};

struct form_option {
    const char *value, *label;
    bool chosen;
};

struct form_field {
    const char *name, *label, *hint, *value;
    enum form_kind kind;
    bool required, wrong;
    const char *lang, *dir;      /* of what is typed, when it is not the page's */
    const char *autocomplete;    /* as HTML names it; NULL: off for references, nothing else */
    const char *mode;            /* keyboard: "numeric", "email" */
    int64_t most;                /* characters; 0: any */
    struct form_option *options; /* CHOICE, BOXES: all of them; REF: to pick from, may be none */
    size_t options_count;
    struct html picks;            /* REF: the same, written already */
    const char *list, *list_href; /* REF: id of the datalist; page to look things up, when they are too many to list */
    const char *shown;            /* REF, FIXED: what the value means in words */
    const char *fault;            /* filled in by form_faults */
};

struct form_group {
    const char *legend; /* NULL: no frame around them */
    struct form_field *fields;
    size_t fields_count;
};

struct form_fault {
    const char *text, *href; /* href NULL: about the whole */
};

struct form {
    const char *action, *button, *cancel_href, *csrf, *key;
    const char *title; /* of the summary of faults */
    struct form_group *groups;
    size_t groups_count;
    struct form_fault *faults;
    size_t faults_count;
    struct pair *along; /* what goes with it unseen, beside hidden fields: any number */
    size_t along_count;
    bool dangerous; /* its button ends something */
    struct call *call;
    const struct request *request;
};

enum { FORM_GROUPS = 16, FORM_FIELDS = 128 };

void form_begin(struct form *form, const struct request *request, const char *action, const char *button);

/* A new group; fields that follow stand in it. */
void form_group(struct form *form, const char *legend);

/* The field as it now stands in the form. When the request brought a value under its name, that is what is shown. */
struct form_field *form_add(struct form *form, struct form_field field);

/* Why: asked for wherever something ends or is decided, and kept in the history. */
void form_add_reason(struct form *form);
/* A group with the field in each of the six languages, under NAME_ar ... NAME_zh. */
void form_add_languages(struct form *form, struct form_field field, const char *const values[LANGS]);

/* One of them: NAME_fr, labelled "Français". */
struct form_field form_field_in(struct call *call, struct form_field field, enum lang lang);

/* Puts each fault of the call at its field (that of its name, or in the first language of it). */
void form_faults(struct form *form, struct call *call);

/* The key against doing it twice, from the form that came in, into the call. */
void form_take_key(struct request *request);

/* The options of a reference, as they stand in its datalist. */
void form_picks_html(struct buffer *out, struct call *call, const struct form_field *page);
void form_html(struct buffer *out, struct call *call, const struct form *page);
