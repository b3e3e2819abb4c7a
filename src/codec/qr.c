#include "codec/qr.h"
#include "base/buffer.h"
#include <errno.h>
#include <qrencode.h>

enum { BORDER = 4, MOST = 512 << 10 };

static void release(void *what)
{
    QRcode **code = what;
    QRcode_free(*code);
}

enum err qr_path(char **path, int *size, struct call *call, const char *text)
{
    QRcode **code = NEW(call->arena, QRcode *);
    arena_defer(call->arena, release, code);
    *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!*code)
        return errno == ENOMEM ? ERR_NO_MEMORY : fail(call, ERR_LIMIT, "qr_too_long");
    int width = (*code)->width;
    struct buffer *out = buffer_new(call->arena, MOST);
    for (int y = 0; y < width; y++)
        for (int x = 0; x < width; x++) {
            const unsigned char *row = (*code)->data + (ptrdiff_t)y * width;
            int from = x;
            while (x < width && row[x] & 1)
                x++;
            if (x > from)
                buffer_format(out, "M%d %dh%dv1h-%dz", from + BORDER, y + BORDER, x - from, x - from);
        }
    *path = out->at;
    *size = width + 2 * BORDER;
    return OK;
}
