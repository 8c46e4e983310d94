//! Made-up figures of a model: one month before and one month after it, with the improvements that
//! are typical for such models.

use super::establishment::{choice, text};
use super::number::measurement as no;
use super::project::{Story, row, story};
use super::random::Random;
use super::world::{DemoGround, Lane, later};
use crate::record::{Date, Decimal, Fields, Row, Value};

/// Even index: before. Odd: after, `None` until the first full month after acceptance has ended.
pub fn fields(ground: &DemoGround, index: u64) -> Option<Fields> {
    let model = index / 2;
    let after = index % 2 == 1;
    let s = story(ground, model);
    let (from, to) =
        if after { month_of(later(s.accepted?, 35)) } else { month_of(later(s.start, -40)) };
    if to > ground.today {
        return None;
    }
    let mut random = Random::of(ground.seed, 203, index);
    let mut f = Fields::new();
    f.set(no::MODEL, Value::Link(ground.id(Lane::Model, model)));
    f.set(no::ESTABLISHMENT, Value::Link(s.at.id));
    f.set(no::PHASE, choice(if after { "sau" } else { "truoc" }));
    f.set(no::PERIOD_KIND, choice("thang"));
    f.set(no::PERIOD_FROM, Value::Date(from));
    f.set(no::PERIOD_TO, Value::Date(to));
    f.set(no::BASIS, choice(random.pick(&["do", "so_sach", "so_sach", "khai_bao"])));
    // both months draw from the same generator, so that the difference is due to the model only
    let mut base = Random::of(ground.seed, 204, model);
    f.set(no::LINES, Value::Lines(lines(&s, &mut base, &mut random, after)));
    Some(f)
}

fn lines(s: &Story, base: &mut Random, random: &mut Random, after: bool) -> Vec<Row> {
    let craft = s.at.craft;
    let output = (s.at.workers * craft.output / 12).max(1);
    let output = base.between((output * 7 / 10).max(1), output);
    let figures = [
        ("san_luong", craft.unit, output, base.between(12, 55)),
        ("ty_le_loi", "pct", base.between(6, 14), -base.between(30, 75)),
        ("lao_dong", "nguoi", s.at.workers, base.between(-8, 12)),
        ("thu_nhap", "dong_nguoi_thang", base.between(48, 75) * 100_000, base.between(5, 22)),
        ("doanh_thu", "dong", output * craft.price / 1_000 * 1_000, base.between(15, 60)),
        ("dien", "kwh", base.between(900, 9_000), -base.between(5, 35)),
        ("nang_suat", "sp_nguoi_ngay", base.between(20, 400), base.between(-3, 40)),
    ];
    figures
        .into_iter()
        .map(|(indicator, unit, before, change)| {
            let value = if after { before + before * change / 100 } else { before };
            let value = Decimal(value.max(0) * Decimal::ONE);
            let mut line = row(
                random,
                [(1, choice(indicator)), (2, Value::Decimal(value)), (3, choice(unit))],
            );
            if indicator == "dien" && after {
                line.cells.set(4, text("Theo hóa đơn tiền điện"));
            }
            line
        })
        .collect()
}

/// First and last day of the month that `day` is in.
fn month_of(day: Date) -> (Date, Date) {
    let first = Date { day: 1, ..day };
    let next = later(first, 31);
    (first, later(Date { day: 1, ..next }, -1))
}
