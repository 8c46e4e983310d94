//! The arguments for the place of a report: a province, commune, region or former province, by code
//! or name.

use crate::command::command_io::{CommandIo, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::ArgSpec;
use crate::lang::cli::args as args_words;
use crate::lang::papers as say;
use crate::lang::words::both;
use crate::programme::reference;
use crate::record::Scope;

pub const PROVINCE: ArgSpec = ArgSpec::option(
    "province",
    "CODE",
    both(
        "chỉ tính cơ sở ở tỉnh, thành phố này (mã hoặc tên)",
        "only establishments in this province (code or name)",
    ),
);

pub const COMMUNE: ArgSpec = ArgSpec::option(
    "commune",
    "CODE",
    both(
        "chỉ tính cơ sở ở xã, phường này (mã hoặc tên)",
        "only establishments in this commune (code or name)",
    ),
);

pub const REGION: ArgSpec = ArgSpec::option(
    "region",
    "NAME",
    both(
        "chỉ tính cơ sở ở vùng kinh tế - xã hội này: mnpb, dbsh, btb, ntbtn, dnb, dbscl hoặc \
         tên vùng",
        "only establishments in this socio-economic region: mnpb, dbsh, btb, ntbtn, dnb, dbscl \
         or its name",
    ),
);

pub const FORMER: ArgSpec = ArgSpec::option(
    "former",
    "NAME",
    both(
        "chỉ tính cơ sở trên địa bàn tỉnh này của 63 tỉnh trước 01/07/2025 (mã hoặc tên khi đó)",
        "only establishments in what was this province, one of 63, before 01/07/2025 (code or \
         name of that time)",
    ),
);

/// Maximum number of communes listed for an ambiguous name.
const MOST_NAMED: usize = 6;

pub fn scope(io: &CommandIo<'_>, given: &Invocation<'_>) -> Result<Scope, Stop> {
    let words = ["province", "commune", "region", "former"].map(|name| given.maybe_text(name));
    let scope = match words {
        [None, None, None, None] => Ok(Scope::All),
        [Some(province), None, None, None] => named_province(io, province),
        [None, Some(commune), None, None] => named_commune(io, commune),
        [None, None, Some(region), None] => named_region(io, region),
        [None, None, None, Some(former)] => reference::former_by_name(former)
            .map(|former| Scope::Former(former.code.to_owned()))
            .ok_or_else(|| say::no_such_former(io.lang, former)),
        _ => Err(say::several_places(io.lang)),
    };
    scope.map_err(Stop::Usage)
}

fn named_province(io: &CommandIo<'_>, given: &str) -> Result<Scope, String> {
    let known =
        reference::province(given.trim()).or_else(|| reference::province_by_name(given));
    known
        .map(|province| Scope::Province(province.code.to_owned()))
        .ok_or_else(|| args_words::no_such_province(io.lang, given))
}

fn named_region(io: &CommandIo<'_>, given: &str) -> Result<Scope, String> {
    match reference::regions_like(given).as_slice() {
        [one] => Ok(Scope::Region(one.id.to_owned())),
        _ => {
            let all = reference::regions().iter();
            let all: Vec<String> =
                all.map(|region| format!("{} ({})", region.id, region.name)).collect();
            Err(say::no_such_region(io.lang, given, &all.join(", ")))
        }
    }
}

/// The only commune that matches the name.
fn named_commune(io: &CommandIo<'_>, given: &str) -> Result<Scope, String> {
    let mut found: Vec<reference::Commune> = Vec::new();
    for hit in reference::search(given, None, MOST_NAMED * 2) {
        if !found.contains(&hit.commune) {
            found.push(hit.commune);
        }
    }
    match found.as_slice() {
        [] => Err(say::no_such_commune(io.lang, given)),
        [one] => Ok(Scope::Commune(one.code.to_owned())),
        several => {
            let named = several.iter().take(MOST_NAMED);
            let named: Vec<String> = named
                .map(|commune| format!("{} {}", commune.code, commune.full_name()))
                .collect();
            Err(say::which_commune(io.lang, given, &named.join("; ")))
        }
    }
}
