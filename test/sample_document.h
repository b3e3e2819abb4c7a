/*
 * An invented document in each of the six languages with everything a document may hold, for the tests of those who write
 * documents.
 */
#pragma once
#include "base/words.h"
#include "codec/document.h"

struct sample_words {
    const char *title, *symbol, *organ, *heading, *advice, *count, *counted, *asks, *first, *second, *deeper, *deepest,
        *annex, *done_at, *place, *on_day, *day, *state, *action, *number, *caption, *total, *quote, *link, *author;
};

static const struct sample_words sample_words[LANGS] = {
    [LANG_AR] = {"تقرير عن المساعدة المقدمة إلى الدول (وثيقة مختلقة)", "D/69/145", "الجمعية", "المساعدة القانونية",
        "قدّم المكتب المشورة القانونية إلى ", "26 دولة", "العدد في 31 أيار/مايو 2014، انظر \u2068D/RES/68/5\u2069.",
        "، وتدعو الجمعية الدول إلى ما يلي:", "النظر في الانضمام إلى الصكوك الدولية المتعلقة بمكافحة الإرهاب؛",
        "إدماجها في تشريعاتها الوطنية، ولا سيما:", "الأحكام المتعلقة بالولاية القضائية؛", "وسائر الأحكام.", "المرفق",
        "حُرر في ", "المكان", "، في ", "التاريخ", "الدولة", "الإجراء", "العدد", "إجراءات تعاهدية (مختلقة)", "المجموع",
        "تتخذ كل دولة طرف التدابير اللازمة لتقرير مسؤولية الهيئات الاعتبارية.", "قائمة الدول الأطراف", "مكتب مختلق"},
    [LANG_EN] = {"Report on assistance given to States (invented)", "D/69/145", "The Assembly", "Legal assistance",
        "The Office gave legal advice to ", "26 States", "Counted on 31 May 2014, see \u2068D/RES/68/5\u2069.",
        ", and the Assembly invites States:", "To consider joining the international instruments against terrorism;",
        "To write them into their law, in particular:", "The provisions on jurisdiction;", "And all others.", "Annex",
        "Done at ", "place", ", on ", "date", "State", "Action", "Number", "Treaty actions (invented)", "Total",
        "Each State Party shall take the necessary measures to establish the liability of legal entities.",
        "List of the parties", "An invented office"},
    [LANG_ES] = {"Informe sobre la asistencia prestada a los Estados (inventado)", "D/69/145", "La Asamblea",
        "Asistencia jurídica", "La Oficina prestó asesoramiento jurídico a ", "26 Estados",
        "Número al 31 de mayo de 2014; véase \u2068D/RES/68/5\u2069.", ", y la Asamblea invita a los Estados a:",
        "Considerar la posibilidad de adherirse a los instrumentos internacionales contra el terrorismo;",
        "Incorporarlos a su legislación, en particular:", "Las disposiciones sobre jurisdicción;", "Y todas las demás.",
        "Anexo", "Hecho en ", "lugar", ", el ", "fecha", "Estado", "Acto", "Número",
        "Actos relativos a tratados (inventados)", "Total",
        "Cada Estado Parte adoptará las medidas necesarias para establecer la responsabilidad de las entidades "
        "jurídicas.",
        "Lista de las partes", "Una oficina inventada"},
    [LANG_FR] = {"Rapport sur l’assistance fournie aux États (fictif)", "D/69/145", "L’Assemblée",
        "Assistance juridique", "Le Bureau a fourni des conseils juridiques à ", "26 États",
        "Nombre au 31 mai 2014 ; voir \u2068D/RES/68/5\u2069.", ", et l’Assemblée invite les États à :",
        "Envisager d’adhérer aux instruments internationaux contre le terrorisme ;",
        "Les incorporer dans leur droit interne, en particulier :", "Les dispositions relatives à la compétence ;",
        "Et toutes les autres.", "Annexe", "Fait à ", "lieu", ", le ", "date", "État", "Formalité", "Nombre",
        "Formalités conventionnelles (fictives)", "Total",
        "Chaque État Partie prend les mesures nécessaires pour établir la responsabilité des personnes morales.",
        "Liste des parties", "Un bureau fictif"},
    [LANG_RU] = {"Доклад о помощи, оказанной государствам (вымышленный)", "D/69/145", "Ассамблея", "Правовая помощь",
        "Управление предоставило юридические консультации ", "26 государствам",
        "По состоянию на 31 мая 2014 года; см. \u2068D/RES/68/5\u2069.", ", и Ассамблея предлагает государствам:",
        "рассмотреть вопрос о присоединении к международным документам о борьбе с терроризмом;",
        "включить их в свое законодательство, в частности:", "положения о юрисдикции;", "и все остальные.",
        "Приложение", "Совершено в ", "место", " ", "дата", "Государство", "Действие", "Число",
        "Договорные действия (вымышленные)", "Итого",
        "Каждое государство-участник принимает необходимые меры для установления ответственности юридических лиц.",
        "Список участников", "Вымышленное управление"},
    [LANG_ZH] = {"关于向各国提供援助的报告（虚构）", "D/69/145", "大会", "法律援助", "办公室向", "26个国家",
        "截至2014年5月31日；见\u2068D/RES/68/5\u2069。", "提供了法律咨询，大会请各国：",
        "考虑加入打击恐怖主义的国际文书；", "将其纳入本国法律，特别是：", "关于管辖权的规定；", "以及所有其他规定。",
        "附件", "订于", "地点", "，", "日期", "国家", "行动", "数目", "条约行动（虚构）", "总计",
        "每一缔约国应采取必要措施，确立法律实体的责任。", "缔约方名单", "虚构的办公室"},
};

static inline void sample_table(struct document *document, const struct sample_words *words, int rows)
{
    static const struct grid_column columns[] = {{5, ALIGN_START}, {4, ALIGN_START}, {2, ALIGN_END}};
    struct grid *table = document_table(document, columns, 3);
    table->caption = words->caption;
    struct grid_row *row = grid_add_row(table, true);
    grid_add_cell(table, row, words->state);
    grid_add_cell(table, row, words->action);
    grid_add_cell(table, row, words->number);
    for (int i = 1; i <= rows; i++) {
        row = grid_add_row(table, false);
        grid_add_cell(table, row, arena_format(document->arena, "%s %d", words->state, i));
        grid_add_cell(table, row, words->action);
        grid_add_cell(table, row, arena_format(document->arena, "%d", i));
    }
    row = grid_add_row(table, false);
    prose_run(grid_add_cell(table, row, NULL), (struct run){.text = words->total, .bold = true});
    row->last->span = 2;
    prose_run(grid_add_cell(table, row, NULL),
        (struct run){.text = arena_format(document->arena, "%d", rows * (rows + 1) / 2), .bold = true});
}

/* One that may be long: `times` the same section, `rows` in each of its tables. */
static inline struct document *sample_document(struct arena *arena, enum lang lang, int times, int rows)
{
    static const struct grid_column mast[] = {{3, ALIGN_START}, {2, ALIGN_END}};
    const struct sample_words *words = &sample_words[lang];
    struct document *document = document_new(arena, lang_codes[lang], words->title);
    document->author = words->author;
    document->created = INT64_C(1402564320000000); /* 12 June 2014 */
    document->head_end = words->symbol;
    document->foot = words->title;
    struct grid *table = document_table(document, mast, 2);
    struct grid_row *row = grid_add_row(table, false);
    table->bare = true;
    grid_add_cell(table, row, words->organ);
    prose_run(grid_add_cell(table, row, NULL), (struct run){.text = words->symbol, .bold = true});
    document_title(document, words->title);
    for (int i = 0; i < times; i++) {
        document_heading(document, 1, words->heading);
        struct prose *prose = document_numbered(document, 1, words->advice);
        prose_run(prose, (struct run){.text = words->count, .bold = true, .link = "#list"});
        prose_note(prose, words->counted);
        prose_text(prose, words->asks);
        document_numbered(document, 2, words->first);
        document_numbered(document, 2, words->second);
        document_numbered(document, 3, words->deeper);
        document_numbered(document, 3, words->deepest);
        document_heading(document, 2, words->caption);
        prose = document_numbered(document, 1, NULL);
        prose_run(prose, (struct run){.text = words->quote, .italic = true});
        document_quote(document, words->quote);
        document_bullet(document, 1, words->first);
        document_bullet(document, 2, words->deepest);
        sample_table(document, words, rows);
    }
    document_page_break(document);
    document_restart(document);
    document_heading(document, 1, words->annex);
    document->last->anchor = "list";
    struct prose *prose = document_numbered(document, 1, NULL);
    prose_run(prose, (struct run){.text = words->link, .link = "https://example.org/parties?a=1&b='2'"});
    prose_note(prose, words->counted);
    prose = document_paragraph(document, sample_words[LANG_AR].quote);
    document->last->lang = "ar";
    prose = document_paragraph(document, sample_words[LANG_EN].quote);
    document->last->lang = "en";
    prose_run(prose, (struct run){.text = " ("});
    prose_run(prose, (struct run){.text = sample_words[LANG_ZH].quote, .lang = "zh"});
    prose_run(prose, (struct run){.text = "; "});
    prose_run(prose, (struct run){.text = sample_words[LANG_AR].heading, .lang = "ar"});
    prose_text(prose, ")");
    prose = document_paragraph(document, words->done_at);
    document->last->align = ALIGN_END;
    document->last->keep = true;
    prose_gap(prose, words->place, 24);
    prose_text(prose, words->on_day);
    prose_gap(prose, words->day, 16);
    return document;
}
