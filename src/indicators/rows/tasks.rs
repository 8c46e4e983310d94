//! Visits and commitments (I12), and the tasks of the programme but the first (T2 to T5).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::facts::{ChoiceIndex, DecisionState, Fund, Ref, Support};
use super::super::scene::{FactsScene, PlaceScope};
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, money, own};
use crate::lang::results as say;
use crate::programme::spec::Label;
use crate::record::Date;

pub fn duties(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    let mut purposes = ByChoice::of(scene.programme, "visit_purpose");
    for (at, row) in scene.facts.visits.iter() {
        if scene.within(row.date) && scene.is_in_place(row.establishment, row.date) {
            let fund = scene.fund(None, row.project);
            all.add(fund, at, ONE);
            if let Some(purpose) = purposes.at(row.purpose) {
                purpose.add(fund, at, ONE);
            }
        }
    }
    book.row("I12", say::TURNS, all, FigureKind::Amount);
    purposes.parts(book, "I12", say::TURNS, FigureKind::Amount);
    let mut overdue = Tally::default();
    for (at, row) in scene.facts.tasks.iter() {
        if row.due < scene.as_of && scene.is_in_place(row.establishment, row.due) {
            overdue.add(scene.fund(None, row.project), at, ONE);
        }
    }
    let key = "I12.overdue".into();
    book.part(key, own(say::OVERDUE), own(say::TASKS), overdue, FigureKind::Amount);
}

pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    models(scene, book);
    chains(scene, book);
    coordinated(scene, book);
    leads(scene, book);
}

fn models(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut accepted, mut copies, mut digital) =
        (Tally::default(), Tally::default(), Tally::default());
    let mut per = Tally::default();
    for (at, row) in scene.facts.models.iter().filter(|(_, row)| row.complete) {
        let fund = scene.fund(row.fund, row.project);
        let day =
            scene.in_period(row.accepted).filter(|_| !scene.is_without_result(row.project));
        if day.is_some_and(|day| scene.is_in_place(row.establishment, day)) {
            accepted.add(fund, at, ONE);
            per.add_ratio(fund, at, 0, ONE);
            digital.add_ratio(fund, at, if row.digital { ONE } else { 0 }, ONE);
        }
        let copies_of = row.replications.iter().filter(|copy| scene.within(copy.day));
        for copy in copies_of.filter(|_| !scene.is_without_result(row.project)) {
            if scene.is_copied_here(row, copy) {
                copies.add(fund, at, ONE);
                per.add_ratio(fund, at, ONE, 0);
            }
        }
    }
    book.row("T2", say::MODELS, accepted, FigureKind::Amount);
    let part = |book: &mut RowsBuilder, id: &str, words, unit, tally, how| {
        book.part(format!("T2.{id}"), own(words), own(unit), tally, how);
    };
    part(book, "copies", say::REPLICATIONS, say::TURNS, copies, FigureKind::Amount);
    part(book, "per", say::PER_MODEL, say::TURNS, per, FigureKind::Per);
    part(book, "digital", say::DIGITAL, say::PERCENT, digital, FigureKind::Percent);
}

/// What holds on the last day. Of a link without a beginning nobody knows whether it held on an earlier
/// day than today.
fn chains(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut links, mut contracts) = (Tally::default(), Tally::default());
    for (at, row) in scene.facts.chains.iter() {
        let has_begun = row.from.map_or(scene.today <= scene.to, |day| day <= scene.to);
        let holds = has_begun && row.to.is_none_or(|day| scene.to <= day);
        if holds && scene.is_in_place(row.establishment, scene.to) {
            links.add(Fund::Outside, at, ONE);
            if row.contract {
                contracts.add(Fund::Outside, at, ONE);
            }
        }
    }
    let mut local = Tally::default();
    for (at, row) in scene.facts.establishments.iter() {
        if row.local_material && row.complete && scene.is_in_place(at, scene.to) {
            local.add(Fund::Outside, at, ONE);
        }
    }
    book.row("T3", say::LINKS, links, FigureKind::Amount);
    let key = |id: &str| format!("T3.{id}");
    let part = own(say::CONTRACTS);
    book.part(key("contracts"), part, own(say::LINKS), contracts, FigureKind::Amount);
    let unit = own(say::ESTABLISHMENTS);
    book.part(key("local"), own(say::LOCAL_MATERIAL), unit, local, FigureKind::Amount);
    money::priority(scene, book, "T3");
}

/// A coordinated support that was granted.
struct Grant {
    establishment: Ref,
    kind: ChoiceIndex,
    day: Date,
    record: Ref,
}

/// All up to the period's last day, in the place, to establishments that are not deleted.
fn grants(scene: &FactsScene) -> Vec<Grant> {
    let granted = |(record, row): (Ref, &Support)| {
        let day = row.decided.filter(|day| *day <= scene.as_of)?;
        let establishment = row.establishment;
        let counts = row.answer == DecisionState::Granted
            && scene.is_live(establishment)
            && scene.is_in_place(establishment, day);
        counts.then_some(Grant { establishment, kind: row.kind, day, record })
    };
    scene.facts.supports.iter().filter_map(granted).collect()
}

fn coordinated(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut numbers: [(Tally, ByChoice); 3] = std::array::from_fn(|_| {
        (Tally::default(), ByChoice::of(scene.programme, "support_kind"))
    });
    let mut amounts: BTreeMap<(usize, u8, u8), Tally> = BTreeMap::new();
    let mut granted: HashMap<Ref, Vec<&Grant>> = HashMap::new();
    let grants = grants(scene);
    let fund = Fund::Outside;
    for (at, row) in scene.facts.supports.iter() {
        let answered = |answer| scene.in_period(row.decided).filter(|_| row.answer == answer);
        let events = [
            (scene.in_period(Some(row.asked_date)), row.asked),
            (answered(DecisionState::Granted), row.granted),
            (answered(DecisionState::Refused), row.asked),
        ];
        for (which, (day, amount)) in events.into_iter().enumerate() {
            if !day.is_some_and(|day| scene.is_in_place(row.establishment, day)) {
                continue;
            }
            let Some((all, kinds)) = numbers.get_mut(which) else { continue };
            all.add(fund, at, ONE);
            if let Some(kind) = kinds.at(row.kind) {
                kind.add(fund, at, ONE);
            }
            if amount != 0 {
                let tally = amounts.entry((which, row.kind, row.unit)).or_default();
                tally.add(fund, at, i128::from(amount));
            }
        }
    }
    for grant in &grants {
        granted.entry(grant.establishment).or_default().push(grant);
    }
    // those that got one more in the period, whenever they got the others
    granted.retain(|_, own| own.iter().any(|grant| scene.within(grant.day)));
    let mut several = Tally::default();
    for (establishment, own) in granted {
        let different: HashSet<ChoiceIndex> = own.iter().map(|grant| grant.kind).collect();
        if different.len() > 1 {
            for grant in own {
                several.add_distinct(fund, grant.record, establishment.into());
            }
        }
    }
    let [asked, given, refused] = numbers;
    let unit = || own(say::FILES);
    book.row("T4", say::FILES, given.0, FigureKind::Amount);
    book.part("T4.asked".into(), own(say::ASKED), unit(), asked.0, FigureKind::Amount);
    book.part("T4.refused".into(), own(say::REFUSED), unit(), refused.0, FigureKind::Amount);
    let words = [say::ASKED, say::GRANTED, say::REFUSED];
    let ids = ["asked", "granted", "refused"];
    let kinds = scene.programme.list("support_kind").map_or(&[][..], |list| &list.choices);
    let units = scene.programme.list("support_unit").map_or(&[][..], |list| &list.choices);
    let tallies = [asked.1, given.1, refused.1];
    for (which, by_kind) in tallies.into_iter().enumerate() {
        let (Some(words), Some(id)) = (words.get(which), ids.get(which)) else { continue };
        for (kind, tally) in kinds.iter().zip(by_kind.tallies).filter(|(_, t)| !t.is_empty()) {
            let label = joined(&kind.label, *words);
            book.part(format!("T4.{id}.{}", kind.id), label, unit(), tally, FigureKind::Amount);
        }
    }
    for ((which, kind, in_unit), tally) in amounts {
        let (Some(words), Some(id)) = (words.get(which), ids.get(which)) else { continue };
        let kind = kinds.get(usize::from(kind));
        // rates of interest do not add up
        let in_unit = units.get(usize::from(in_unit)).filter(|unit| unit.id != "pct_nam");
        let (Some(kind), Some(in_unit)) = (kind, in_unit) else { continue };
        let label = joined(&kind.label, *words);
        let key = format!("T4.{id}.{}.{}", kind.id, in_unit.id);
        book.part(key, label, in_unit.label.clone(), tally, FigureKind::Amount);
    }
    let key = "T4.several".into();
    book.part(
        key,
        own(say::SEVERAL_KINDS),
        own(say::ESTABLISHMENTS),
        several,
        FigureKind::Amount,
    );
}

/// "Tín dụng: được duyệt".
fn joined(kind: &Label, words: crate::lang::words::Both) -> Label {
    Label {
        vi: format!("{}: {}", kind.vi, words.vi.to_lowercase()),
        en: format!("{}: {}", kind.en, words.en.to_lowercase()),
    }
}

fn leads(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut all, mut value) = (Tally::default(), Tally::default());
    let (mut memos, mut agreed, mut agreed_value) =
        (Tally::default(), Tally::default(), Tally::default());
    let mut stages = ByChoice::of(scene.programme, "lead_stage");
    let fund = Fund::Outside;
    for (at, row) in scene.facts.leads.iter() {
        let is_here = |day: Date| {
            scene.place == PlaceScope::All
                || row.establishments.iter().any(|e| scene.is_in_place(*e, day))
        };
        let worth = i128::from(row.value) * ONE;
        if row.date <= scene.to && is_here(row.date) {
            all.add(fund, at, ONE);
            value.add(fund, at, worth);
            if let Some(stage) = stages.at(row.stage) {
                stage.add(fund, at, ONE);
            }
        }
        if scene.in_period(row.memo).is_some_and(is_here) {
            memos.add(fund, at, ONE);
        }
        if scene.in_period(row.agreed).is_some_and(is_here) {
            agreed.add(fund, at, ONE);
            agreed_value.add(fund, at, worth);
        }
    }
    book.row("T5", say::LEADS, all, FigureKind::Amount);
    stages.parts(book, "T5", say::LEADS, FigureKind::Amount);
    let mut part = |id: &str, words, unit, tally| {
        book.part(format!("T5.{id}"), own(words), own(unit), tally, FigureKind::Amount);
    };
    part("memos", say::MEMOS, say::LEADS, memos);
    part("agreed", say::AGREEMENTS, say::LEADS, agreed);
    part("value", say::LEADS_VALUE, say::DONG, value);
    part("agreed_value", say::AGREED_VALUE, say::DONG, agreed_value);
}
