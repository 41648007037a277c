/*
 * The wall as a graph whose vertices stand where things are, and what is parked as another. Places
 * are pixels, so many for a cell of the plane.
 */
#include "qdpx-project-internal.h"

#include "themewall/base/banned.h"

enum { CELL_W = 13, CELL_H = 40 };

static void put_vertex(struct project *p, const char *kind, int64_t id, struct str name,
		       struct rect cells)
{
	bool card = *kind == 'c' && kind[1] == 'a';

	strbuf_add_z(&p->xml, "<Vertex");
	qdpx_guid(p, &p->xml, "guid", card ? "vertex of card" : "vertex of cluster", id);
	qdpx_guid(p, &p->xml, "representedGUID", kind, id);
	qdpx_attribute(&p->xml, "name", name);
	qdpx_number(&p->xml, "firstX", cells.x * CELL_W);
	qdpx_number(&p->xml, "firstY", cells.y * CELL_H);
	qdpx_number(&p->xml, "secondX", (cells.x + cells.w) * CELL_W);
	qdpx_number(&p->xml, "secondY", (cells.y + cells.h) * CELL_H);
	strbuf_add_z(&p->xml, card ? " shape=\"Note\"/>\n" : " shape=\"Rectangle\"/>\n");
}

static void put_card_vertex(struct project *p, card_id id)
{
	struct strbuf code = STRBUF_INIT;
	struct rect cells = {0, 0, LATTICE_SLAB_W, LATTICE_SLAB_H};

	code_add(&code, CODE_CARD, model_card(p->model, id)->code);
	if (lattice_card_rect(p->lattice, p->model, id, &cells) ||
	    model_card(p->model, id)->place == PLACE_PARKED)
		put_vertex(p, "card", id.n, strbuf_str(&code), cells);
	strbuf_release(&code);
}

static void open_graph(struct project *p, int64_t id, const char *name)
{
	strbuf_add_z(&p->xml, "<Graph");
	qdpx_guid(p, &p->xml, "guid", "graph", id);
	strbuf_addf(&p->xml, " name=\"%s\">\n", name);
}

/* In the order of the wall: frames first, then cards as they follow each other in them. */
void qdpx_put_graphs(struct project *p)
{
	struct cluster_list clusters = model_clusters(p->model);
	struct card_list loose = model_loose(p->model), parked = model_parked(p->model);
	struct rect cells;

	strbuf_add_z(&p->xml, "<Graphs>\n");
	open_graph(p, 1, "Wall");
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(p->model, clusters.ids[i]);
		if (lattice_cluster_rect(p->lattice, p->model, cluster->id, &cells))
			put_vertex(p, "cluster", cluster->id.n, cluster->name, cells);
	}
	for (size_t i = 0; i < clusters.n; i++) {
		const struct cluster *cluster = model_cluster(p->model, clusters.ids[i]);
		for (size_t k = 0; k < cluster->ncards; k++)
			put_card_vertex(p, cluster->cards[k]);
	}
	for (size_t i = 0; i < loose.n; i++)
		put_card_vertex(p, loose.ids[i]);
	strbuf_add_z(&p->xml, "</Graph>\n");
	if (parked.n) {
		open_graph(p, 2, "Parked");
		for (size_t i = 0; i < parked.n; i++)
			put_card_vertex(p, parked.ids[i]);
		strbuf_add_z(&p->xml, "</Graph>\n");
	}
	strbuf_add_z(&p->xml, "</Graphs>\n");
}
