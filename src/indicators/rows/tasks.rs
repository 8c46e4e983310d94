//! Visits and commitments (I12), and the five tasks of the programme (T1 to T5).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::facts::{ChoiceIndex, DecisionState, Fund, Ref, Support};
use super::super::pairs::MeasuredPair;
use super::super::scene::{FactsScene, PlaceScope};
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, joined, money, own};
use crate::lang::{Lang, results as say};
use crate::programme::reference;
use crate::programme::spec::{Label, Programme};
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

pub fn rows(scene: &FactsScene, pairs: &[MeasuredPair], book: &mut RowsBuilder) {
    supported(scene, pairs, book);
    models(scene, book);
    chains(scene, book);
    coordinated(scene, book);
    leads(scene, book);
}

/// An establishment got something on a day.
struct HelpGiven {
    establishment: Ref,
    day: Date,
    fund: Fund,
    record: Ref,
}

/// All help there ever was, whatever the period and the place.
fn help(scene: &FactsScene) -> Vec<HelpGiven> {
    let facts = scene.facts;
    let mut all = Vec::new();
    let mut tell = |establishment, day: Option<Date>, fund, record| {
        if let Some(day) = day.filter(|_| scene.is_live(establishment)) {
            all.push(HelpGiven { establishment, day, fund, record });
        }
    };
    for (at, project) in facts.projects.iter().filter(|(_, row)| row.counts()) {
        let fund = scene.fund(project.fund, at);
        for row in &project.beneficiaries {
            tell(row.establishment, row.accepted.or(project.accepted), fund, at);
        }
    }
    let models = facts.models.iter().filter(|(_, row)| row.complete);
    for (at, row) in models.filter(|(_, row)| !scene.has_failed(row.project)) {
        tell(row.establishment, row.accepted, scene.fund(row.fund, row.project), at);
    }
    for (at, row) in facts.trainings.iter() {
        let fund = scene.fund(row.fund, row.project);
        tell(row.establishment, Some(row.cert_date), fund, at);
    }
    for (at, row) in facts.fairs.iter() {
        tell(row.establishment, Some(row.to), scene.fund(row.fund, row.project), at);
    }
    for (at, row) in
        facts.supports.iter().filter(|(_, row)| row.answer == DecisionState::Granted)
    {
        tell(row.establishment, row.decided, Fund::Outside, at);
    }
    all
}

fn supported(scene: &FactsScene, pairs: &[MeasuredPair], book: &mut RowsBuilder) {
    let help = help(scene);
    let mut first: HashMap<Ref, Date> = HashMap::new();
    for one in &help {
        let day = first.entry(one.establishment).or_insert(one.day);
        *day = one.day.min(*day);
    }
    let gain = Gain::of(scene.programme);
    let gained = gain.as_ref().map(|gain| gain.shown_by(pairs)).unwrap_or_default();
    let (mut all, mut fresh, mut deep) = (Tally::default(), Tally::default(), Tally::default());
    let mut types = ByChoice::of(scene.programme, "establishment_type");
    let mut places: BTreeMap<u32, Tally> = BTreeMap::new();
    for one in &help {
        let HelpGiven { establishment, day, fund, record } = *one;
        if !scene.within(day) || !scene.is_in_place(establishment, day) {
            continue;
        }
        let key = u64::from(establishment);
        all.add_distinct(fund, record, key);
        let kind = scene.facts.establishments.get(establishment).map(|e| e.kind);
        if let Some(tally) = kind.and_then(|kind| types.at(kind)) {
            tally.add_distinct(fund, record, key);
        }
        let site = scene.facts.site(establishment, day).unwrap_or_default();
        let place = match scene.place {
            PlaceScope::All => u32::from(site.province),
            PlaceScope::Province(_) => site.commune,
            PlaceScope::Commune(_) => 0,
        };
        if place != 0 {
            places.entry(place).or_default().add_distinct(fund, record, key);
        }
        if first.get(&establishment).is_some_and(|day| scene.from <= *day) {
            fresh.add_distinct(fund, record, key);
        }
        if let Some(pair) = gained.get(&establishment) {
            deep.add_distinct(fund, record, key);
            deep.add_source(fund, pair.before);
            deep.add_source(fund, pair.after);
        }
    }
    book.row("T1", say::ESTABLISHMENTS, all, FigureKind::Amount);
    let unit = || own(say::ESTABLISHMENTS);
    book.part("T1.new".into(), own(say::BREADTH), unit(), fresh, FigureKind::Amount);
    if let Some(Gain { percent, .. }) = gain {
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| say::depth(lang, percent));
        book.part("T1.gain".into(), Label { vi, en }, unit(), deep, FigureKind::Amount);
    }
    types.parts(book, "T1", say::ESTABLISHMENTS, FigureKind::Amount);
    for (place, tally) in places {
        let (code, name) = match scene.place {
            PlaceScope::All => province(place),
            _ => commune(place),
        };
        let label = Label { vi: name.clone(), en: name };
        book.part(format!("T1.{code}"), label, unit(), tally, FigureKind::Amount);
    }
}

fn province(number: u32) -> (String, String) {
    let code = format!("{number:02}");
    let name = reference::province(&code).map_or_else(|| code.clone(), |p| p.name.to_owned());
    (code, name)
}

fn commune(number: u32) -> (String, String) {
    let code = format!("{number:05}");
    let name = reference::commune(&code).map_or_else(|| code.clone(), |c| c.name.to_owned());
    (code, name)
}

/// The measure whose rise counts as a gain, and from how many percent on.
struct Gain {
    measure: usize,
    percent: i64,
}

impl Gain {
    fn of(programme: &Programme) -> Option<Gain> {
        let choices = &programme.list("measure")?.choices;
        choices.iter().enumerate().find_map(|(measure, choice)| {
            let percent = choice.facts("gain").first()?.parse().ok()?;
            Some(Gain { measure, percent })
        })
    }

    /// By establishment.
    fn shown_by<'a>(&self, pairs: &'a [MeasuredPair]) -> HashMap<Ref, &'a MeasuredPair> {
        let threshold = i128::from(self.percent) * ONE;
        let rose = |pair: &&MeasuredPair| {
            let figures = pair.figures.iter();
            let mut own = figures.filter(|f| usize::from(f.measure) == self.measure);
            own.any(|figure| figure.change().is_some_and(|change| change >= threshold))
        };
        pairs.iter().filter(rose).map(|pair| (pair.establishment, pair)).collect()
    }
}

fn models(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut accepted, mut copies, mut digital) =
        (Tally::default(), Tally::default(), Tally::default());
    let mut per = Tally::default();
    for (at, row) in scene.facts.models.iter().filter(|(_, row)| row.complete) {
        let fund = scene.fund(row.fund, row.project);
        let day = scene.in_period(row.accepted).filter(|_| !scene.has_failed(row.project));
        if day.is_some_and(|day| scene.is_in_place(row.establishment, day)) {
            accepted.add(fund, at, ONE);
            per.add_ratio(fund, at, 0, ONE);
            digital.add_ratio(fund, at, if row.digital { ONE } else { 0 }, ONE);
        }
        for copy in row.replications.iter().filter(|copy| scene.within(copy.day)) {
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
