//! The order within each rank: near to the neighbours in the ranks above and below, with few crossings.

use super::float;
use super::rank::Ranked;

/// How often ranks are ordered by their neighbours; large graphs get fewer rounds.
const ROUNDS: usize = 16;

/// The nodes and bends of each rank, in order.
pub(super) fn order(ranked: &Ranked) -> Vec<Vec<usize>> {
    let neighbours = Neighbours::of(ranked);
    let mut ranks = first_order(ranked, &neighbours);
    let mut best = (neighbours.crossings(&ranks), ranks.clone());
    let rounds = if ranked.ranks.len() > 5_000 { ROUNDS / 4 } else { ROUNDS };
    for round in 0..rounds {
        if best.0 == 0 {
            break;
        }
        sweep(&mut ranks, &neighbours, round % 2 == 0);
        let crossings = neighbours.crossings(&ranks);
        if crossings < best.0 {
            best = (crossings, ranks.clone());
        }
    }
    best.1
}

/// The neighbours of each node and bend in the ranks above and below.
struct Neighbours {
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

impl Neighbours {
    fn of(ranked: &Ranked) -> Self {
        let count = ranked.ranks.len();
        let mut all = Self { above: vec![Vec::new(); count], below: vec![Vec::new(); count] };
        for (a, b) in ranked.steps() {
            all.below[a].push(b);
            all.above[b].push(a);
        }
        all
    }

    /// How many pairs of steps cross.
    fn crossings(&self, ranks: &[Vec<usize>]) -> usize {
        let positions = positions(ranks, self.above.len());
        let between = |rank: &Vec<usize>| {
            let mut ends = Vec::new();
            for &node in rank {
                let from = ends.len();
                ends.extend(self.below[node].iter().map(|&below| positions[below]));
                ends[from..].sort_unstable();
            }
            inversions(&mut ends)
        };
        ranks.iter().map(between).sum()
    }
}

/// How many pairs stand in descending order. Sorts them.
fn inversions(numbers: &mut Vec<usize>) -> usize {
    let mut count = 0;
    let mut width = 1;
    while width < numbers.len() {
        let mut merged = Vec::with_capacity(numbers.len());
        for pair in numbers.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut l, mut r) = (0, 0);
            while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
                if a <= b {
                    merged.push(*a);
                    l += 1;
                } else {
                    merged.push(*b);
                    r += 1;
                    count += left.len() - l;
                }
            }
            merged.extend_from_slice(&left[l..]);
            merged.extend_from_slice(&right[r..]);
        }
        *numbers = merged;
        width *= 2;
    }
    count
}

/// Where each node and bend stands in its rank.
fn positions(ranks: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut positions = vec![0; count];
    for rank in ranks {
        for (at, &node) in rank.iter().enumerate() {
            positions[node] = at;
        }
    }
    positions
}

/// The order in which a walk from the first nodes meets them, so that what hangs together stands together.
fn first_order(ranked: &Ranked, neighbours: &Neighbours) -> Vec<Vec<usize>> {
    let count = ranked.ranks.len();
    let mut ranks = vec![Vec::new(); ranked.depth()];
    let mut seen = vec![false; count];
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|&node| (ranked.ranks[node], node));
    for start in starts {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                ranks[ranked.ranks[node]].push(node);
                open.extend(neighbours.below[node].iter().rev());
            }
        }
    }
    ranks
}

/// Orders each rank by the mean position of the neighbours in the rank before it. What has none stays where it is.
fn sweep(ranks: &mut [Vec<usize>], neighbours: &Neighbours, is_down: bool) {
    let mut positions = positions(ranks, neighbours.above.len());
    let count = ranks.len();
    for step in 1..count {
        let (at, sides) =
            if is_down { (step, &neighbours.above) } else { (count - 1 - step, &neighbours.below) };
        let mut keyed: Vec<(f64, usize)> = ranks[at]
            .iter()
            .map(|&node| (mean(&sides[node], &positions).unwrap_or(float(positions[node])), node))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        ranks[at] = keyed.into_iter().map(|(_, node)| node).collect();
        for (position, &node) in ranks[at].iter().enumerate() {
            positions[node] = position;
        }
    }
}

fn mean(nodes: &[usize], positions: &[usize]) -> Option<f64> {
    let sum: f64 = nodes.iter().map(|&node| float(positions[node])).sum();
    (!nodes.is_empty()).then(|| sum / float(nodes.len()))
}
