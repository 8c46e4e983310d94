//! Made-up đề án for machines, lines and technology, for one establishment or several, paid by one
//! fund or both. A few fail or are stopped. Every fourth is a training course, which has
//! participants and no establishment.

use super::establishment::{self, choice, text};
use super::number::project as pr;
use super::project::{Story, row, stages};
use super::random::Random;
use super::world::{DemoGround, Lane, later};
use crate::record::{Date, Fields, Value};

/// One in this many is a course.
const COURSE: u64 = 4;
/// Offsets of the further establishments of a group.
const GROUP: [u64; 2] = [1, 3];
const MILLION: i64 = 1_000_000;

pub fn fields(ground: &DemoGround, index: u64) -> Fields {
    let home = ground.home(Lane::Machinery, index);
    let mut random = ground.random(Lane::Machinery, index);
    let at = establishment::sketch(ground, home);
    let start = ground.days_ago(random.between(60, 1_600));
    let accepted =
        Some(later(start, random.between(70, 200))).filter(|day| *day <= ground.today);
    let machines: i64 = at.craft.machines.iter().take(2).map(|m| m.price * MILLION).sum();
    let is_course = index % COURSE == COURSE - 1;
    let total = if is_course { 60 * MILLION } else { machines.max(100 * MILLION) };
    let support = if is_course { total } else { (total * 3 / 10).min(300 * MILLION) };
    let fund = random.pick(&["quoc_gia", "dia_phuong", "dia_phuong", "ket_hop"]);
    let story = Story { at, kind: "moi", fund, start, accepted, total, support, project: None };
    let mut f = common(ground, &story, index, &mut random);
    money(&story, index, is_course, &mut f);
    match is_course {
        true => course(&story, &mut random, &mut f),
        false => machinery(ground, &story, (index, home), &mut random, &mut f),
    }
    let decided = later(start, -55);
    stages(ground, &story, [decided, later(decided, 20)], &mut random, &mut f);
    if f.get(pr::SETTLED).is_some() {
        f.set(pr::SETTLED_SUPPORT, Value::Int(support - support / 50));
    }
    outcome(ground, &story, index, &mut random, &mut f);
    f
}

fn common(ground: &DemoGround, s: &Story, index: u64, random: &mut Random) -> Fields {
    let decided = later(s.start, -55);
    let mut f = Fields::new();
    f.set(pr::CODE, text(&format!("MM-{}-{:05}", s.start.year, index + 1)));
    f.set(pr::FUND_LEVEL, choice(s.fund));
    f.set(pr::EXECUTING_UNIT, text(&ground.unit));
    f.set(pr::PLACE, Value::Place(s.at.spot.place(ground.today)));
    f.set(pr::PLAN_YEAR, Value::Int(s.start.year.into()));
    f.set(pr::START, Value::Date(s.start));
    f.set(pr::END, Value::Date(later(s.start, 240)));
    f.set(pr::DECISION_NO, text(&format!("{}/QĐ-SCT", random.between(40, 980))));
    f.set(pr::DECISION_DATE, Value::Date(decided));
    f.set(
        pr::CONTRACT_NO,
        text(&format!("{:02}/{}/HĐ-KC", random.between(1, 90), s.start.year)),
    );
    f.set(pr::CONTRACT_DATE, Value::Date(later(decided, 20)));
    f.set(pr::OTHER_STATE_SUPPORT, Value::Bool(false));
    f
}

fn money(s: &Story, index: u64, is_course: bool, f: &mut Fields) {
    match s.fund {
        "quoc_gia" => f.set(pr::FUND_NATIONAL, Value::Int(s.support)),
        "dia_phuong" => f.set(pr::FUND_LOCAL, Value::Int(s.support)),
        _ => {
            let national = s.support * 6 / 10 / MILLION * MILLION;
            f.set(pr::FUND_NATIONAL, Value::Int(national));
            f.set(pr::FUND_LOCAL, Value::Int(s.support - national));
        }
    }
    f.set(pr::APPROVED_SUPPORT, Value::Int(s.support));
    let advance = s.support * 7 / 10;
    f.set(pr::DISBURSED, Value::Int(if s.accepted.is_some() { s.support } else { advance }));
    if is_course {
        return;
    }
    let rest = s.total - s.support;
    let loan = if index % 4 == 1 { rest / 4 / MILLION * MILLION } else { 0 };
    let other = if index % 6 == 2 { rest / 10 / MILLION * MILLION } else { 0 };
    for (field, amount) in [(pr::LOAN, loan), (pr::OTHER_FUNDS, other)] {
        if amount > 0 {
            f.set(field, Value::Int(amount));
        }
    }
    f.set(pr::OWN_CAPITAL, Value::Int(rest - loan - other));
}

fn course(s: &Story, random: &mut Random, f: &mut Fields) {
    f.set(pr::NAME, text("Tập huấn nâng cao năng lực quản lý cho cơ sở công nghiệp nông thôn"));
    f.set(pr::SCHEME, choice("rieng_le"));
    f.set(pr::ACTIVITY, choice("tap_huan_quan_ly"));
    if s.accepted.is_some() {
        f.set(pr::PARTICIPANTS, Value::Int(random.between(25, 60)));
        f.set(pr::RESULT_COUNT, Value::Int(1));
    }
}

fn machinery(
    ground: &DemoGround,
    s: &Story,
    (index, home): (u64, u64),
    random: &mut Random,
    f: &mut Fields,
) {
    let activity =
        random.pick(&["ung_dung_may_moc", "day_chuyen_cong_nghe", "chuyen_giao_cong_nghe"]);
    f.set(pr::NAME, text(&format!("Ứng dụng máy móc sản xuất {}", s.at.craft.trade)));
    f.set(pr::ACTIVITY, choice(activity));
    let others = GROUP.iter().map(|step| home + step).filter(|at| *at < ground.establishments);
    let mut all = vec![home];
    if index % 5 == 0 {
        all.extend(others);
    }
    f.set(pr::SCHEME, choice(if all.len() > 1 { "nhom" } else { "rieng_le" }));
    let part = s.support / all.len() as i64 / MILLION * MILLION;
    let first = s.support - part * (all.len() as i64 - 1);
    let rows = all.into_iter().enumerate().map(|(at, establishment)| {
        let support = if at == 0 { first } else { part };
        row(
            random,
            [
                (1, Value::Link(ground.id(Lane::Establishment, establishment))),
                (2, Value::Int(support)),
            ],
        )
    });
    let rows = rows.collect();
    f.set(pr::BENEFICIARIES, Value::Lines(rows));
    if s.accepted.is_some() {
        f.set(pr::JOBS, Value::Int(random.between(2, 25)));
    }
}

/// A few fail acceptance, and a few are stopped after it.
fn outcome(ground: &DemoGround, s: &Story, index: u64, random: &mut Random, f: &mut Fields) {
    let Some(accepted) = s.accepted else { return };
    if index % 12 == 5 {
        f.set(pr::ACCEPTANCE, choice("khong_dat"));
    }
    let stopped = later(accepted, 90);
    if index % 12 == 9 && stopped <= ground.today {
        stop(stopped, random, f);
    }
}

fn stop(day: Date, random: &mut Random, f: &mut Fields) {
    let mut rows = match f.get(pr::STAGES) {
        Some(Value::Lines(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    rows.retain(|row| row.cells.get(1).and_then(Value::as_date).is_none_or(|own| own <= day));
    rows.push(row(
        random,
        [
            (1, Value::Date(day)),
            (2, choice("ngung")),
            (4, text("Cơ sở bán máy, thu hồi kinh phí")),
        ],
    ));
    f.set(pr::STAGES, Value::Lines(rows));
    f.set(pr::STAGE, choice("ngung"));
}
