use proptest::prelude::*;

use super::*;

fn laid(count: usize, edges: &[(usize, usize)], direction: Direction) -> Layout {
    let sizes = vec![(100.0, 40.0); count];
    layout(&Input { sizes: &sizes, edges, ranks: None, direction, gap: 20.0, rank_gap: 60.0 })
}

/// Whether some nodes of 100 by 40 lie on top of each other.
fn overlaps(layout: &Layout) -> bool {
    let apart = |a: &Point, b: &Point| (a.0 - b.0).abs() >= 99.9 || (a.1 - b.1).abs() >= 39.9;
    let pairs = layout.centres.iter().enumerate();
    pairs.clone().any(|(at, a)| layout.centres[..at].iter().any(|b| !apart(a, b)))
}

#[test]
fn a_chain_is_a_straight_line() {
    let down = laid(3, &[(0, 1), (1, 2)], Direction::Down);
    assert_eq!(down.centres, [(50.0, 20.0), (50.0, 120.0), (50.0, 220.0)]);
    assert_eq!(down.routes[0], [(50.0, 40.0), (50.0, 100.0)]);
    assert_eq!(down.size, (100.0, 240.0));
    let right = laid(3, &[(0, 1), (1, 2)], Direction::Right);
    assert_eq!(right.centres, [(50.0, 20.0), (210.0, 20.0), (370.0, 20.0)]);
}

#[test]
fn a_fork_stands_over_the_middle() {
    let fork = laid(3, &[(0, 1), (0, 2)], Direction::Down);
    let middle = f64::midpoint(fork.centres[1].0, fork.centres[2].0);
    assert!((fork.centres[0].0 - middle).abs() < 0.01);
}

#[test]
fn a_long_edge_bends_around_what_it_passes() {
    let layout = laid(3, &[(0, 1), (1, 2), (0, 2)], Direction::Down);
    let passed = layout.centres[1];
    assert_eq!(layout.routes[2].len(), 4);
    for bend in &layout.routes[2][1..3] {
        assert!((bend.0 - passed.0).abs() > 50.0);
    }
}

#[test]
fn loops_cycles_and_no_nodes_are_laid_out() {
    assert_eq!(laid(0, &[], Direction::Down).size, (0.0, 0.0));
    let layout = laid(3, &[(0, 0), (0, 1), (1, 2), (2, 0), (1, 0)], Direction::Down);
    assert!(layout.routes[0].is_empty());
    assert!(!overlaps(&layout));
}

#[test]
fn edges_cross_no_more_than_they_have_to() {
    let layout = laid(4, &[(0, 3), (1, 2)], Direction::Down);
    assert!(!overlaps(&layout));
    let layout = laid(5, &[(4, 0), (4, 1), (0, 3), (1, 2)], Direction::Down);
    let is_left = |a: usize, b: usize| layout.centres[a].0 < layout.centres[b].0;
    assert_eq!(is_left(0, 1), is_left(3, 2));
}

#[test]
fn thousands_of_nodes_take_no_time_to_speak_of() {
    let chain: Vec<_> = (1..2_000).map(|to| (to - 1, to)).collect();
    let long: Vec<_> = (0..1_000).map(|from| (from, from + 900)).collect();
    let hub = (1..2_000).map(|from| (from, 0));
    for edges in [chain.iter().chain(&long).copied().collect::<Vec<_>>(), hub.collect()] {
        let begun = std::time::Instant::now();
        laid(2_000, &edges, Direction::Down);
        assert!(begun.elapsed().as_secs() < 20);
    }
}

proptest! {
    #[test]
    fn any_graph_is_laid_out_without_overlaps(
        count in 1_usize..14,
        edges in prop::collection::vec((0_usize..14, 0_usize..14), 0..24),
    ) {
        let edges: Vec<_> = edges.into_iter().map(|(a, b)| (a % count, b % count)).collect();
        let layout = laid(count, &edges, Direction::Right);
        prop_assert!(!overlaps(&layout));
        prop_assert_eq!(layout.routes.len(), edges.len());
        let inside = |&(x, y): &Point| x >= -0.1 && y >= -0.1 && x <= layout.size.0 + 0.1 && y <= layout.size.1 + 0.1;
        prop_assert!(layout.centres.iter().all(inside));
        prop_assert!(layout.routes.iter().flatten().all(inside));
    }

    #[test]
    fn given_ranks_are_kept(ranks in prop::collection::vec(0_usize..4, 1..10)) {
        let sizes = vec![(100.0, 40.0); ranks.len()];
        let edges: Vec<_> = (1..ranks.len()).map(|to| (to / 2, to)).collect();
        let input = Input { sizes: &sizes, edges: &edges, ranks: Some(&ranks), direction: Direction::Down, gap: 20.0, rank_gap: 60.0 };
        let layout = layout(&input);
        for (a, &first) in ranks.iter().enumerate() {
            for (b, &second) in ranks.iter().enumerate() {
                prop_assert_eq!(first < second, layout.centres[a].1 < layout.centres[b].1 - 0.1, "{} {}", a, b);
            }
        }
    }
}
