/*
 * The declarations, read: a plain model of what *.decl files say (doc/declarations.md), and who writes what from it.
 * A build-time program: it may allocate and exit as it likes.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { MOST_FIELDS = 64, MOST_CHOICES = 64, MOST_RECORDS = 256, MOST_LIST = 16, LANG_COUNT = 6 };
extern const char *const lang_code[LANG_COUNT];

enum type {
    TYPE_TEXT,
    TYPE_PROSE,
    TYPE_REF,
    TYPE_MOMENT,
    TYPE_SECRET,
    TYPE_NUMBER,
    TYPE_FLAG,
    TYPE_DATE,
    TYPE_DAY,
    TYPE_CHOICE,
    TYPE_USER
};

struct place {
    const char *file;
    int line;
};

struct names { /* a list of words */
    char *at[MOST_CHOICES];
    int count;
};

struct field {
    struct place place;
    char *name, *was, *form, *standard, *ref, *example;
    enum type type;
    long long least, most;
    bool lang, required, fixed, unique, list, scope, system, remark;
    const char *class; /* public, office, confidential, personal, secret */
    struct names choices;
    char *shared;             /* the name of choices that several records share */
    char *shape;              /* of a shape's part: what it is, one or many; NULL: a plain field */
    bool many, maybe, single; /* single: one of that shape, or none */
    bool sorted;              /* six-language field that a list is ordered by: has columns with sort keys */
};

struct open_to {
    unsigned all, own, released;
    bool said;
};

struct order {
    int field;
    bool down;
};

/* What a rule is handed besides the row: the record that `field` refers to, or all rows of `all` whose field `by` refers to this
 * row, or to what field `of` of it refers to. */
struct read {
    char *field, *all, *by, *of;
};

struct rule {
    struct place place;
    char *name; /* of the C function; NULL: none */
    struct read reads[MOST_LIST];
    int read_count;
};

struct clock {
    long long n; /* 0: none */
    char *unit;  /* as enum clock_unit has it, without CLOCK_ */
    char *of;
    int field;
};

enum how { BY_HAND, AFTER, WHEN, WHEN_ALL };

struct step {
    struct place place;
    char *name, *to;
    struct names from;
    struct open_to by;
    bool second, reason;
    struct rule needs;
    enum how how;
    struct clock clock;
    char *of;          /* WHEN: the field; WHEN_ALL: what the ties mean */
    struct names when; /* states of the other record */
    const struct record *other;
    char *unless_name;
    struct names set;
    int field, unless; /* indices, -1 */
};

struct wait {
    struct place place;
    struct open_to who;
    struct names when;
    char *key;
};

struct link {
    struct place place;
    char *name, *to;
};

struct record {
    struct place place;
    char *noun, *about, *folder;
    struct field fields[MOST_FIELDS];
    int field_count;
    bool typed_id, batch, shape; /* shape: a struct of fields without a table */
    const char *class;           /* of fields that say none */
    char *release_name;
    struct rule check;
    struct names titles;              /* what a row is called by */
    int title, scope, state, release; /* field indices, -1 */
    struct names key, filter, search;
    struct names rivals,
        differ; /* rows that agree on the first are about the same fact: in conflict where they differ on the second */
    struct order order[MOST_LIST];
    int order_count;
    char *order_names[MOST_LIST];
    struct open_to see, add, change, remove, confidential, personal;
    struct step steps[MOST_CHOICES];
    int step_count;
    struct wait waits[MOST_LIST];
    int wait_count;
    struct link links[MOST_LIST];
    int link_count;
};

/* A question: what it is asked with, who may ask, what it reads, what it gives. */
struct operation {
    struct place place;
    char *noun, *verb, *folder, *about;
    struct record asks; /* its fields */
    struct names reads;
    struct open_to open;
    char *gives;
    struct names panels;
    bool gives_many, changes;
};

/* Kept in memory until one of the records it is built from changes. */
struct projection {
    struct place place;
    char *name, *folder, *about;
    struct names from;
};

/* What may be done that is no verb of a record and no question. */
struct right {
    struct place place;
    char *noun, *verb, *about, *folder;
    unsigned roles;
    bool any_user;
};

struct shared {
    char *name;
    struct names choices;
};

struct model {
    struct record *records[MOST_RECORDS];
    int count;
    struct shared shared[MOST_RECORDS];
    int shared_count;
    struct record *shapes[MOST_RECORDS]; /* structs of answers: fields only */
    int shape_count;
    struct operation *operations[MOST_RECORDS];
    int operation_count;
    struct projection *projections[MOST_RECORDS];
    int projection_count;
    struct right rights[MOST_RECORDS];
    int right_count;
};

/* parse.c: reads one file; the folder is the one it lies in. Exits with file:line and a sentence when it is wrong. */
void parse_file(struct model *model, const char *path);
/* resolve.c: names to fields and records, and what must hold of a whole record. */
void resolve(struct model *model);
int field_index(const struct record *record, const char *name); /* -1 */
void resolve_operations(struct model *model);                   /* operation.c */
void check_field(const struct model *model, struct record *record, struct field *field);
const struct record *record_by_noun(const struct model *model, const char *noun);
int must(
    const struct record *record, const char *name, const char *line); /* the index of a field that has to be there */

/* steps.c: states and time. Rules and what they read are said there as well: steps need them as records do. */
struct line;
void parse_states(struct line *line, struct record *record);
void parse_step(struct line *line, struct record *record);
void parse_waits(struct line *line, struct record *record);
void parse_rule(struct line *line, struct rule *rule);
void resolve_steps(
    const struct model *model, struct record *record); /* before the orders and filters of the record are */
void resolve_following(const struct model *model, struct record *record); /* once the states of all records are known */
void resolve_rule(const struct model *model, const struct record *record, const struct rule *rule);
unsigned state_bits(const struct record *record, const struct names *words);
int filter_place(const struct record *record, int field); /* -1: the list cannot be narrowed by it */
bool has_clocks(const struct record *record);             /* whether something waits in it */
bool is_clock_field(const struct record *record, int field);

/* Each rule of the record once: its own, and those of its steps. */
int rules_of(const struct record *record, const struct rule **out);

/* Text that grows, to be written to a file that changes only when the text does. */
struct out {
    char *at;
    size_t size, room;
};
void say(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void save(const struct out *out, const char *path);
_Noreturn void complain(struct place place, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *sql_name(const char *name); /* columns.c: the name of a table or column for a noun or field */
char *upper(const char *text);    /* un_status -> UN_STATUS */

/* columns.c: the columns of a record in the order of its statements, id and version first. */
struct column {
    char *name;
    const char *sql_type;
    int field; /* -1: id when it is made, version */
    int lang;  /* -1 */
    bool required, sort_key;
};
int columns_of(const struct record *record, struct column **out);
char *sort_column(const struct record *record, int field, int lang); /* the column or expression a list is ordered by */

void write_header(struct out *out, const struct model *model, const char *folder); /* write_header.c */
void write_source(struct out *out, const struct model *model, const char *folder); /* write_source.c */
void write_table(struct out *out, const struct model *model);                      /* records[], record_count */
void write_statements(struct out *out, const struct model *model, const struct record *record); /* write_sql.c */
int write_lists(struct out *out, const struct record *record); /* gives the number of lists */
int write_waiting_lists(struct out *out, const struct record *record);

/* write_rules.c: what rules look at, and how it is fetched; steps and what waits. */
void write_facts(struct out *out, const struct record *record);
void write_rules(struct out *out, const struct model *model, const struct record *record);
void write_steps(struct out *out, const struct record *record);

/* operation.c: shapes, operations and projections. */
struct line;
struct record *begin_shape(struct model *model, struct line *line, const char *folder);
struct operation *begin_operation(struct model *model, struct line *line, const char *folder);
void begin_projection(struct model *model, struct line *line, const char *folder);
void operation_line(struct operation *operation, struct line *line);
void write_operations_header(struct out *out, const struct model *model, const char *folder);
void write_operations_source(struct out *out, const struct model *model, const char *folder);
void write_operations_table(struct out *out, const struct model *model);
void write_enum(struct out *out, const struct record *record, const struct field *field); /* write_header.c */
void write_members(struct out *out, const struct record *record, bool typed_id);
void write_plain_field(struct out *out, const struct record *record, const struct field *field); /* write_source.c */
void write_choice_words(struct out *out, const struct record *record);
void write_open(struct out *out, const char *member, const struct open_to *to);

/* right.c */
void take_right(struct model *model, struct line *line, const char *folder);
void write_rights_header(struct out *out, const struct model *model, const char *folder);
void write_rights_source(struct out *out, const struct model *model, const char *folder);
void write_rights_table(struct out *out, const struct model *model);

/* schema.c: the tables and indexes a record asks for, and how they differ from what the migrations make. */
void write_ddl(struct out *out, const struct record *record);
bool draft(struct out *out, const struct model *model, char **migrations, int count); /* true when they differ */
