#include <stdio.h> // want: does not begin by saying
#include "store/sql.h" // want: store/ stands below base/
#include "world/state.h" // want: world/ stands below base/
#include "sql.h" // want: names no folder
#include <utf8proc.h>
#include <microhttpd.h> // want: is for web/ alone
