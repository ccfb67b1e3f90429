//! From a graph to ranks, with a bend for every rank that an edge passes.

/// More bends than these are not drawn: the longest edges run straight then.
const MAX_BENDS: usize = 20_000;

/// Nodes and bends in their ranks.
#[derive(Debug, Default)]
pub(super) struct Ranked {
    /// The rank of each node, bends behind the nodes.
    pub(super) ranks: Vec<usize>,
    /// How many of them are nodes; the others are bends.
    pub(super) nodes: usize,
    /// What each edge passes from its first node to its last, in its own direction; empty for an edge from a node to itself.
    pub(super) chains: Vec<Vec<usize>>,
}

impl Ranked {
    /// The steps from one rank to the next, from above to below.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        let steps = self.chains.iter().flat_map(|chain| chain.windows(2));
        steps.filter_map(|step| {
            let (a, b) = (*step.first()?, *step.last()?);
            match self.ranks[a].cmp(&self.ranks[b]) {
                std::cmp::Ordering::Less => Some((a, b)),
                std::cmp::Ordering::Greater => Some((b, a)),
                std::cmp::Ordering::Equal => None,
            }
        })
    }

    /// How many ranks there are.
    pub(super) fn depth(&self) -> usize {
        self.ranks.iter().max().map_or(0, |last| last + 1)
    }
}

/// Ranks a graph of `count` nodes; `given` ranks are kept.
pub(super) fn rank(count: usize, edges: &[(usize, usize)], given: Option<Vec<usize>>) -> Ranked {
    let mut ranks = given.unwrap_or_else(|| longest_ways(count, edges));
    let mut chains = vec![Vec::new(); edges.len()];
    let mut by_length: Vec<usize> = (0..edges.len()).collect();
    by_length.sort_by_key(|&edge| ranks[edges[edge].0].abs_diff(ranks[edges[edge].1]));
    for edge in by_length {
        let (from, to) = edges[edge];
        if from != to {
            chains[edge] = chain((from, to), count, &mut ranks);
        }
    }
    Ranked { ranks, nodes: count, chains }
}

/// What an edge passes; its bends are added to `ranks`.
fn chain((from, to): (usize, usize), nodes: usize, ranks: &mut Vec<usize>) -> Vec<usize> {
    let (first, last) = (ranks[from], ranks[to]);
    let length = first.abs_diff(last);
    let mut chain = vec![from];
    if length > 1 && ranks.len() - nodes + length <= MAX_BENDS {
        let between = first.min(last) + 1..first.max(last);
        let bends: Vec<usize> =
            if first < last { between.collect() } else { between.rev().collect() };
        for rank in bends {
            chain.push(ranks.len());
            ranks.push(rank);
        }
    }
    chain.push(to);
    chain
}

/// The rank of each node: one behind the last of those that lead to it, and then as near to what it leads to as that
/// leaves it. Edges that close a cycle count the other way around.
fn longest_ways(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let order = finished_last_first(count, edges);
    let mut position = vec![0; count];
    for (at, &node) in order.iter().enumerate() {
        position[node] = at;
    }
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut has_before = vec![false; count];
    for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
        let (from, to) = if position[from] < position[to] { (from, to) } else { (to, from) };
        behind[from].push(to);
        has_before[to] = true;
    }
    let mut ranks = vec![0; count];
    for &node in &order {
        for &next in &behind[node] {
            ranks[next] = ranks[next].max(ranks[node] + 1);
        }
    }
    for &node in order.iter().rev().filter(|&&node| !has_before[node]) {
        let nearest = behind[node].iter().map(|&next| ranks[next]).min();
        ranks[node] = nearest.map_or(0, |nearest| nearest - 1);
    }
    ranks
}

/// The nodes in the reverse order in which a walk along the edges leaves them: every edge that closes no cycle leads
/// from an earlier to a later one.
fn finished_last_first(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut has_before = vec![false; count];
    for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
        next[from].push(to);
        has_before[to] = true;
    }
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    // The walk begins where nothing leads to, so that a cycle is opened where it is entered.
    let first = (0..count).rev().filter(|&node| !has_before[node]);
    for start in first.chain((0..count).rev()) {
        walk(start, &next, &mut seen, &mut finished);
    }
    finished.reverse();
    finished
}

/// Walks from one node as far as nothing was seen, on a stack of its own.
fn walk(start: usize, next: &[Vec<usize>], seen: &mut [bool], finished: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut open = vec![(start, 0)];
    while let Some((node, at)) = open.last_mut() {
        let node = *node;
        let Some(&below) = next[node].get(*at) else {
            finished.push(node);
            open.pop();
            continue;
        };
        *at += 1;
        if !std::mem::replace(&mut seen[below], true) {
            open.push((below, 0));
        }
    }
}
