/* Clusters by name: as written, else as a person might type it without looking. */
#include "model-internal.h"

#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

static const struct cluster *by_exact_name(const struct model *model, struct str name)
{
	struct cluster_list all = model_clusters(model);
	for (size_t i = 0; i < all.n; i++)
		if (str_equal(model_cluster_row(model, all.ids[i])->cluster.name, name))
			return model_cluster(model, all.ids[i]);
	return NULL;
}

static const struct cluster *by_folded_name(const struct model *model, struct str name)
{
	struct cluster_list all = model_clusters(model);
	struct strbuf wanted = STRBUF_INIT, folded = STRBUF_INIT;
	cluster_id found = {0};
	size_t nfound = 0;
	fold_text(&wanted, name);
	for (size_t i = 0; i < all.n; i++) {
		strbuf_reset(&folded);
		fold_text(&folded, model_cluster_row(model, all.ids[i])->cluster.name);
		if (folded.len && str_equal(strbuf_str(&folded), strbuf_str(&wanted))) {
			found = all.ids[i];
			nfound++;
		}
	}
	strbuf_release(&wanted);
	strbuf_release(&folded);
	return nfound == 1 ? model_cluster(model, found) : NULL;
}

const struct cluster *model_cluster_by_name(const struct model *model, struct str name)
{
	const struct cluster *exact = name.n ? by_exact_name(model, name) : NULL;
	return exact ? exact : by_folded_name(model, name);
}
