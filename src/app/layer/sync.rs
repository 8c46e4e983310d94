//! The sync screen: what headquarters has receipted, what waits, the running sync, and what was
//! sent back.

use crate::app::Effect;
use crate::app::env::Env;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::scene::LABEL;
use crate::app::layer::{Layer, moves};
use crate::app::lines::movement;
use crate::app::lines::{LineShape, ScreenLine, ScreenLines};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::{Lang, count, sync_status as say};
use crate::programme::spec::Programme;
use crate::record::{Date, FleetStatus, Returned, SyncStatus};
use crate::text::format;

#[derive(Debug, Default)]
pub struct SyncLayer {
    pub lines: ScreenLines,
}

/// State of the sync, independent of the screen shown.
#[derive(Debug, Default)]
pub struct Sync {
    /// `None` until the store has answered
    pub standing: Option<SyncStatus>,
    /// sentences of the last sync at its end
    pub last: Vec<String>,
    /// address used last in this session
    pub by: Option<String>,
    /// at headquarters: the status of the devices; `None` until the store has answered
    pub office: Option<FleetStatus>,
    /// what headquarters sent back
    pub returned: Vec<Returned>,
}

pub struct SyncScene<'a> {
    pub sync: &'a Sync,
    /// this is headquarters' own notebook: it is enrolled nowhere
    pub headquarters: bool,
    /// long work is running, a sync or other work
    pub busy: bool,
    pub day: Date,
    pub lang: Lang,
    /// width of the body in cells
    pub width: usize,
}

impl SyncLayer {
    pub fn build(&mut self, scene: &SyncScene) {
        let lang = scene.lang;
        let mut lines = Vec::new();
        if scene.headquarters {
            match &scene.sync.office {
                Some(office) => devices(&mut lines, scene, office),
                None => lines.push(ScreenLine::text(say::asking(lang))),
            }
            self.lines.replace(lines);
            return;
        }
        let Some(standing) = &scene.sync.standing else {
            self.lines.replace(vec![ScreenLine::text(say::asking(lang))]);
            return;
        };
        match &standing.hq {
            Some(hq) => enrolled(&mut lines, scene, hq, standing),
            None => {
                let parts = [say::not_enrolled(lang), say::how_to_enrol(lang)];
                parts.iter().for_each(|text| wrapped(&mut lines, scene.width, text));
            }
        }
        if !scene.sync.returned.is_empty() {
            lines.push(ScreenLine::blank());
            lines.push(ScreenLine::heading(say::returned(lang, scene.sync.returned.len())));
            for row in &scene.sync.returned {
                let target = Intent::OpenRecord(row.kind, row.id);
                lines.push(ScreenLine::row(row.title.clone(), row.reason.clone(), target));
            }
        }
        self.lines.replace(lines);
    }
}

/// The warning that headquarters has revoked this device, if it has.
pub fn revoked(standing: &SyncStatus, day: Date, lang: Lang) -> Option<String> {
    let since = format::moment_from_millis(standing.revoked?, day);
    Some(say::device_revoked(lang, &since))
}

fn enrolled(lines: &mut Vec<ScreenLine>, scene: &SyncScene, hq: &str, standing: &SyncStatus) {
    let lang = scene.lang;
    let all = standing.at_headquarters.saturating_add(standing.waiting);
    let last = match standing.last {
        0 => say::never(lang),
        at => format::moment_from_millis(at, scene.day),
    };
    let address = standing.address.clone().unwrap_or_else(|| say::no_address(lang));
    if let Some(text) = revoked(standing, scene.day, lang) {
        wrapped(lines, scene.width, &text);
        lines.push(ScreenLine::blank());
    }
    let facts = [
        (say::headquarters(lang), hq.to_owned()),
        (say::road(lang), address),
        (say::received(lang), say::of_all(lang, &count(standing.at_headquarters), &count(all))),
        (say::waiting(lang), count(standing.waiting)),
        (say::last_time(lang), last),
    ];
    let files = (standing.files_unsent > 0)
        .then(|| (say::files_unsent(lang), count(standing.files_unsent)));
    for (label, value) in facts.into_iter().chain(files) {
        fact(lines, scene, label, &value);
    }
    lines.push(ScreenLine::blank());
    let mut row = |text, action| {
        lines.push(ScreenLine::row(text, String::new(), Intent::Act(action)));
    };
    if scene.busy {
        row(say::stop(lang), Action::WorkStop);
    } else {
        row(say::go_now(lang), Action::SyncNow);
        if standing.files_missing {
            row(say::fetch_files(lang), Action::SyncFiles);
        }
        row(say::another_road(lang), Action::SyncBy);
    }
    row(say::details(lang), Action::SyncDetails);
    if !scene.sync.last.is_empty() {
        lines.push(ScreenLine::blank());
        scene.sync.last.iter().for_each(|text| wrapped(lines, scene.width, text));
    }
}

/// Adds what headquarters knows about its officers' devices.
fn devices(lines: &mut Vec<ScreenLine>, scene: &SyncScene, office: &FleetStatus) {
    let lang = scene.lang;
    fact(lines, scene, say::this_is_headquarters(lang), &office.name);
    fact(lines, scene, say::since(lang), &format::moment_from_millis(office.era, scene.day));
    lines.push(ScreenLine::blank());
    lines.push(ScreenLine::row(
        say::matters(lang),
        String::new(),
        Intent::Act(Action::GoMatters),
    ));
    lines.push(ScreenLine::blank());
    lines.push(ScreenLine::heading(say::devices(lang, office.devices.len())));
    if office.devices.is_empty() {
        wrapped(lines, scene.width, &say::no_devices(lang));
    }
    for device in &office.devices {
        let mut words = vec![match device.last_heard {
            Some(at) => format::moment_from_millis(at, scene.day),
            None => say::never_heard(lang),
        }];
        words.extend(
            (device.waiting > 0).then(|| say::not_understood(lang, &count(device.waiting))),
        );
        words.extend(device.is_revoked.then(|| say::shut_out(lang)));
        let label = format!("{} {}", device.number, device.name);
        fact(lines, scene, label, &words.join(" · "));
    }
}

fn fact(lines: &mut Vec<ScreenLine>, scene: &SyncScene, mut label: String, value: &str) {
    let labels = LABEL.min(scene.width / 2);
    let room = scene.width.saturating_sub(labels + 4).max(12);
    for value in crate::text::cells::wrap(value, room) {
        let label = std::mem::take(&mut label);
        lines.push(ScreenLine { shape: LineShape::Fact { label, value }, target: None });
    }
}

fn wrapped(lines: &mut Vec<ScreenLine>, width: usize, text: &str) {
    let width = width.saturating_sub(4).max(16);
    lines.extend(crate::text::cells::wrap(text, width).into_iter().map(ScreenLine::text));
}

impl Layer for SyncLayer {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::List.chain().to_vec()
    }

    fn title(&self, _programme: &'static Programme, lang: Lang) -> String {
        say::title(lang)
    }

    fn is_main(&self) -> bool {
        true
    }

    fn can(&self, action: Action, _env: &Env) -> bool {
        match action {
            Action::ListOpen => self.lines.target().is_some(),
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        if !movement(&mut self.lines, action, env.body_height()) && action == Action::ListOpen {
            return self.lines.target().cloned().into_iter().collect();
        }
        Vec::new()
    }

    fn fetch(&mut self, _id: LayerId, env: &Env) -> Vec<Effect> {
        match env.at_headquarters() {
            true => vec![Effect::Office],
            false => vec![Effect::Standing, Effect::Today],
        }
    }

    fn resize(&mut self, env: &Env) {
        self.lines.scroll_to_cursor(env.body_height());
    }
}
