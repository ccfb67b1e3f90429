//! A part of a graph: what stands around one node.

use std::collections::VecDeque;

use super::{Edge, Graph, Node};

impl Graph {
    /// The nodes that are at most `depth` edges away from `centre`, whichever way the edges lead, with the edges between
    /// them; `centre` comes into focus.
    #[must_use]
    pub fn around(self, centre: usize, depth: usize) -> Self {
        let distances = self.distances(centre);
        let mut kept = vec![None; self.nodes.len()];
        let mut nodes: Vec<Node> = Vec::new();
        for (at, node) in self.nodes.into_iter().enumerate() {
            if distances[at].is_some_and(|distance| distance <= depth) {
                kept[at] = Some(nodes.len());
                nodes.push(Node { is_focus: at == centre, ..node });
            }
        }
        let keep = |edge: Edge| Some(Edge { from: kept[edge.from]?, to: kept[edge.to]?, ..edge });
        let edges = self.edges.into_iter().filter_map(keep).collect();
        Self { nodes, edges, ..self }
    }

    /// How many edges lead from `centre` to each node; `None` where no way does.
    fn distances(&self, centre: usize) -> Vec<Option<usize>> {
        let mut beside = vec![Vec::new(); self.nodes.len()];
        for edge in &self.edges {
            beside[edge.from].push(edge.to);
            beside[edge.to].push(edge.from);
        }
        let mut distances = vec![None; self.nodes.len()];
        let mut open = VecDeque::from([(centre, 0)]);
        while let Some((node, distance)) = open.pop_front() {
            let Some(slot @ None) = distances.get_mut(node) else { continue };
            *slot = Some(distance);
            open.extend(beside[node].iter().map(|&other| (other, distance + 1)));
        }
        distances
    }
}
