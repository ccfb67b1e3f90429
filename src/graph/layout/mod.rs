//! Layers: where nodes and edges of a drawing go, so that edges lead one way, cross little and run around nodes.
//!
//! The way of Sugiyama: cycles are opened, nodes get ranks, long edges get a bend in every rank they pass, ranks are
//! ordered by the means of their neighbours, and coordinates are as near to the neighbours as the order allows. Everything
//! is decided by positions in the input, so that the same graph is always drawn the same.

mod order;
mod place;
mod rank;

/// A point, or a width and a height: across the ranks' direction of growth first as `x`, then `y`.
pub(super) type Point = (f64, f64);

/// Which way edges lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From top to bottom.
    Down,
    /// From left to right.
    Right,
}

/// What is to be laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    /// Width and height of each node.
    pub(super) sizes: &'a [Point],
    /// The edges, as positions of nodes.
    pub(super) edges: &'a [(usize, usize)],
    /// The rank of each node, where it is given.
    pub(super) ranks: Option<&'a [usize]>,
    /// Which way edges lead.
    pub(super) direction: Direction,
    /// The room between neighbours in a rank.
    pub(super) gap: f64,
    /// The room between ranks, in which edges run.
    pub(super) rank_gap: f64,
}

/// Where everything goes. All coordinates are from 0 on.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The middle of each node.
    pub(super) centres: Vec<Point>,
    /// The points of each edge: where it leaves a node, its bends, and where it meets the other.
    pub(super) routes: Vec<Vec<Point>>,
    /// Width and height of the whole.
    pub(super) size: Point,
}

/// Lays out a graph. With ranks of its own the graph stays in one piece, otherwise its pieces stand beside and below one
/// another, the largest first, and single nodes last.
pub(super) fn layout(input: &Input<'_>) -> Layout {
    if input.ranks.is_some() {
        let all: Vec<usize> = (0..input.sizes.len()).collect();
        return piece(input, &all, &(0..input.edges.len()).collect::<Vec<_>>());
    }
    pack(input, &pieces(input))
}

/// A connected part of the graph: positions of its nodes and of its edges.
struct Piece {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// The connected parts, the largest first.
fn pieces(input: &Input<'_>) -> Vec<Piece> {
    let count = input.sizes.len();
    let mut leaders: Vec<usize> = (0..count).collect();
    for &(from, to) in input.edges {
        let (a, b) = (leader(&mut leaders, from), leader(&mut leaders, to));
        leaders[a.max(b)] = a.min(b);
    }
    let mut pieces: Vec<Piece> =
        (0..count).map(|_| Piece { nodes: Vec::new(), edges: Vec::new() }).collect();
    for node in 0..count {
        pieces[leader(&mut leaders, node)].nodes.push(node);
    }
    for (at, &(from, _)) in input.edges.iter().enumerate() {
        pieces[leader(&mut leaders, from)].edges.push(at);
    }
    pieces.retain(|piece| !piece.nodes.is_empty());
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.nodes.len()));
    pieces
}

/// The first node of the part that a node belongs to.
fn leader(leaders: &mut [usize], node: usize) -> usize {
    let mut at = node;
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

/// Puts the pieces on shelves of about the same width.
fn pack(input: &Input<'_>, pieces: &[Piece]) -> Layout {
    let mut whole = Layout {
        centres: vec![(0.0, 0.0); input.sizes.len()],
        routes: vec![Vec::new(); input.edges.len()],
        size: (0.0, 0.0),
    };
    let laid: Vec<Layout> =
        pieces.iter().map(|part| piece(input, &part.nodes, &part.edges)).collect();
    let sizes: Vec<Point> = laid.iter().map(|it| it.size).collect();
    for ((part, layout), (x, y)) in pieces.iter().zip(&laid).zip(shelve(&sizes, input.gap * 2.0)) {
        let moved = |(a, b): Point| (a + x, b + y);
        for (at, &node) in part.nodes.iter().enumerate() {
            whole.centres[node] = moved(layout.centres[at]);
        }
        for (route, &edge) in layout.routes.iter().zip(&part.edges) {
            whole.routes[edge] = route.iter().copied().map(moved).collect();
        }
        let corner = moved(layout.size);
        whole.size = (whole.size.0.max(corner.0), whole.size.1.max(corner.1));
    }
    whole
}

/// Where boxes stand: on shelves as wide as makes the whole a little wider than high, and on a shelf in columns, of which
/// none is higher than the shelf's first box.
fn shelve(sizes: &[Point], gap: f64) -> Vec<Point> {
    let area: f64 = sizes.iter().map(|(width, height)| (width + gap) * (height + gap)).sum();
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let room = widest.max((area * 1.5).sqrt());
    // The shelf's upper and lower edge; the left and right edge of its last column, and how far that is filled.
    let (mut top, mut bottom) = (0.0, f64::NEG_INFINITY);
    let (mut left, mut right, mut filled) = (0.0, 0.0_f64, 0.0);
    let mut places = Vec::with_capacity(sizes.len());
    for &(width, height) in sizes {
        let is_below = filled + height <= bottom && left + width <= room;
        if !is_below && right + width <= room && height <= bottom - top {
            (left, filled) = (right, top);
        } else if !is_below {
            top = if bottom.is_finite() { bottom + gap } else { 0.0 };
            (left, right, filled, bottom) = (0.0, 0.0, top, top + height);
        }
        places.push((left, filled));
        right = right.max(left + width + gap);
        filled += height + gap;
    }
    places
}

/// Lays out one piece: results are in the order of `nodes` and of `edges`.
fn piece(input: &Input<'_>, nodes: &[usize], edges: &[usize]) -> Layout {
    let mut local = vec![usize::MAX; nodes.iter().max().map_or(0, |last| last + 1)];
    for (at, &node) in nodes.iter().enumerate() {
        local[node] = at;
    }
    let ends: Vec<(usize, usize)> = edges
        .iter()
        .map(|&edge| (local[input.edges[edge].0], local[input.edges[edge].1]))
        .collect();
    let given = input.ranks.map(|ranks| nodes.iter().map(|&node| ranks[node]).collect());
    let sizes: Vec<Point> =
        nodes.iter().map(|&node| turned(input.direction, input.sizes[node])).collect();
    let ranked = rank::rank(nodes.len(), &ends, given);
    let ordered = order::order(&ranked);
    let mut layout = place::place(&ranked, &ordered, &sizes, (input.gap, input.rank_gap));
    layout.size = turned(input.direction, layout.size);
    for point in layout.centres.iter_mut().chain(layout.routes.iter_mut().flatten()) {
        *point = turned(input.direction, *point);
    }
    layout
}

/// The point in a drawing of this direction that a point in a drawing from top to bottom stands for, and back.
fn turned(direction: Direction, (x, y): Point) -> Point {
    match direction {
        Direction::Down => (x, y),
        Direction::Right => (y, x),
    }
}

/// A count as a number to reckon with.
pub(super) fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests;
