//! Coordinates: each rank as near to its neighbours as its order and the sizes of its nodes allow.

use super::rank::Ranked;
use super::{Layout, Point};

/// How often ranks are moved towards their neighbours.
const ROUNDS: usize = 12;

/// How much straighter an edge is kept between its bends than at its ends.
const BEND_WEIGHT: f64 = 8.0;

/// Room for a bend, as a part of the gap between nodes.
const BEND_ROOM: f64 = 0.5;

/// Coordinates for ranks from top to bottom: `gap` beside nodes, `rank_gap` between ranks.
pub(super) fn place(
    ranked: &Ranked,
    ranks: &[Vec<usize>],
    sizes: &[Point],
    (gap, rank_gap): (f64, f64),
) -> Layout {
    let widths: Vec<f64> = (0..ranked.ranks.len())
        .map(|node| sizes.get(node).map_or(gap * BEND_ROOM, |size| size.0))
        .collect();
    let across = across(ranked, ranks, &widths, gap);
    let height = |rank: &Vec<usize>| {
        rank.iter().filter_map(|&node| sizes.get(node)).map(|size| size.1).fold(0.0, f64::max)
    };
    let mut y = 0.0;
    let mut bands = Vec::new();
    for height in ranks.iter().map(height) {
        bands.push((y, y + height));
        y += height + rank_gap;
    }
    let points = Points { ranked, across: &across, bands: &bands, sizes };
    let right = (0..ranked.ranks.len()).map(|node| across[node] + widths[node] / 2.0);
    Layout {
        centres: (0..ranked.nodes).map(|node| points.middle(node)).collect(),
        routes: ranked.chains.iter().map(|chain| points.route(chain)).collect(),
        size: (right.fold(0.0, f64::max), (y - rank_gap).max(0.0)),
    }
}

/// Where nodes and bends are.
struct Points<'p> {
    ranked: &'p Ranked,
    across: &'p [f64],
    /// Where each rank begins and ends.
    bands: &'p [(f64, f64)],
    sizes: &'p [Point],
}

impl Points<'_> {
    fn middle(&self, node: usize) -> Point {
        let (top, bottom) = self.bands[self.ranked.ranks[node]];
        (self.across[node], f64::midpoint(top, bottom))
    }

    /// The points of an edge: it leaves its first node and meets its last one in the middle of the sides that face each
    /// other, and goes straight past the nodes of the ranks between.
    fn route(&self, chain: &[usize]) -> Vec<Point> {
        let (Some(&from), Some(&to)) = (chain.first(), chain.last()) else { return Vec::new() };
        let (mut start, mut end) = (self.middle(from), self.middle(to));
        let (across, along) = (end.0 - start.0, end.1 - start.1);
        if along.abs() > f64::EPSILON {
            start.1 += along.signum() * self.sizes[from].1 / 2.0;
            end.1 -= along.signum() * self.sizes[to].1 / 2.0;
        } else {
            start.0 += across.signum() * self.sizes[from].0 / 2.0;
            end.0 -= across.signum() * self.sizes[to].0 / 2.0;
        }
        let mut points = vec![start];
        for &bend in chain.iter().filter(|&&node| node >= self.ranked.nodes) {
            let (top, bottom) = self.bands[self.ranked.ranks[bend]];
            let (into, out) = if along > 0.0 { (top, bottom) } else { (bottom, top) };
            points.extend([(self.across[bend], into), (self.across[bend], out)]);
        }
        points.push(end);
        points
    }
}

/// Where every node and bend stands across the ranks, from 0 on.
fn across(ranked: &Ranked, ranks: &[Vec<usize>], widths: &[f64], gap: f64) -> Vec<f64> {
    let count = ranked.ranks.len();
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, b) in ranked.steps() {
        below[a].push(b);
        above[b].push(a);
    }
    let mut x = vec![0.0; count];
    for rank in ranks {
        let mut at = 0.0;
        for &node in rank {
            x[node] = at + widths[node] / 2.0;
            at += widths[node] + gap;
        }
    }
    for round in 0..ROUNDS {
        let is_down = round % 2 == 0;
        let both = round + 2 >= ROUNDS;
        for step in 0..ranks.len() {
            let rank = &ranks[if is_down { step } else { ranks.len() - 1 - step }];
            let wanted: Vec<(f64, f64)> = rank
                .iter()
                .map(|&node| {
                    let sides: [&[usize]; 2] = match (both, is_down) {
                        (true, _) => [&above[node], &below[node]],
                        (false, true) => [&above[node], &[]],
                        (false, false) => [&below[node], &[]],
                    };
                    let (sum, weight) = pull(&sides, &x, ranked.nodes, node);
                    if weight > 0.0 { (sum / weight, weight) } else { (x[node], 0.1) }
                })
                .collect();
            settle(rank, &wanted, widths, gap, &mut x);
        }
    }
    let left = (0..count).map(|node| x[node] - widths[node] / 2.0).fold(f64::INFINITY, f64::min);
    x.iter().map(|at| at - if left.is_finite() { left } else { 0.0 }).collect()
}

/// The sum of the neighbours' places by their weights, and the sum of these.
fn pull(sides: &[&[usize]; 2], x: &[f64], nodes: usize, node: usize) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    for &other in sides.iter().copied().flatten() {
        let weight = if node >= nodes && other >= nodes { BEND_WEIGHT } else { 1.0 };
        sum = (sum.0 + x[other] * weight, sum.1 + weight);
    }
    sum
}

/// Moves a rank as near as possible (least squares) to where its nodes want to be, in their order and apart.
///
/// With the room that those before it take subtracted, each place has only to be no less than the one before: where one
/// would be, both share the mean of what they want.
fn settle(rank: &[usize], wanted: &[(f64, f64)], widths: &[f64], gap: f64, x: &mut [f64]) {
    let mut offsets = Vec::with_capacity(rank.len());
    let mut offset = 0.0;
    for (at, &node) in rank.iter().enumerate() {
        if let Some(&before) = at.checked_sub(1).and_then(|before| rank.get(before)) {
            offset += f64::midpoint(widths[before], widths[node]) + gap;
        }
        offsets.push(offset);
    }
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for ((at, weight), offset) in wanted.iter().zip(&offsets) {
        blocks.push(((at - offset) * weight, *weight, 1));
        while let [.., (a, aw, an), (b, bw, bn)] = blocks.as_slice() {
            if a / aw <= b / bw {
                break;
            }
            let joined = (a + b, aw + bw, an + bn);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let places =
        blocks.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    for ((&node, offset), place) in rank.iter().zip(&offsets).zip(places) {
        x[node] = place + offset;
    }
}
