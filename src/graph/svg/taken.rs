//! Which parts of a picture are covered already.

use std::collections::BTreeMap;

use super::Point;

/// A box: its middle, its width and its height.
pub(super) type Area = (Point, f64, f64);

/// The width and height of the cells in which boxes are looked up.
const CELL: f64 = 200.0;

/// Boxes by the cells that they touch, so that what is far away costs nothing.
#[derive(Default)]
pub(super) struct Taken {
    cells: BTreeMap<(i32, i32), Vec<Area>>,
}

impl Taken {
    pub(super) fn add(&mut self, area: Area) {
        for cell in cells(area) {
            self.cells.entry(cell).or_default().push(area);
        }
    }

    /// How much of a box lies on those that are there, or close to them.
    pub(super) fn under(&self, area: Area) -> f64 {
        let there = cells(area).filter_map(|cell| self.cells.get(&cell)).flatten();
        there.map(|other| overlap(area, *other)).sum()
    }
}

fn overlap((a, a_width, a_height): Area, (b, b_width, b_height): Area) -> f64 {
    let across = f64::midpoint(a_width, b_width) + 3.0 - (a.0 - b.0).abs();
    let down = f64::midpoint(a_height, b_height) + 2.0 - (a.1 - b.1).abs();
    across.max(0.0) * down.max(0.0)
}

/// The cells that a box touches.
fn cells(((x, y), width, height): Area) -> impl Iterator<Item = (i32, i32)> {
    #[expect(clippy::cast_possible_truncation, reason = "`as` keeps what is too large at the edge")]
    let cell = |at: f64| (at / CELL).floor() as i32;
    let rows = cell(y - height / 2.0)..=cell(y + height / 2.0);
    let columns = cell(x - width / 2.0)..=cell(x + width / 2.0);
    rows.flat_map(move |row| columns.clone().map(move |column| (column, row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_found_across_cells() {
        let mut taken = Taken::default();
        taken.add(((190.0, 190.0), 60.0, 20.0));
        assert!(taken.under(((215.0, 205.0), 20.0, 20.0)) > 0.0);
        assert!(taken.under(((150.0, 190.0), 30.0, 20.0)) > 0.0);
        assert!(taken.under(((300.0, 300.0), 30.0, 20.0)) <= 0.0);
    }
}
