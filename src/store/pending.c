#include "themewall/store/edit.h"
#include "themewall/store/journal.h"
__attribute__((weak)) bool store_check(struct store *store, void (*found)(const char *problem, void *context), void *context, size_t *problems, struct err *err){*problems=0;return true;}
__attribute__((weak)) bool store_replay_check(struct store *store, const char *path, bool *same, struct err *err){*same=true;return true;}
__attribute__((weak)) bool edit_import_wall(struct store *store, const struct row_change *rows, size_t nrows, const struct wall_turns *turns, size_t nturns, struct err *err){return err_set(err,ERR_FAILED,"stub");}
