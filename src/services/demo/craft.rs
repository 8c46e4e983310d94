//! Made-up trades with their products, machines and figures, so that for example a pottery is
//! visited for its kiln and a tea house for its rollers.

use std::sync::LazyLock;

#[derive(Clone, Copy)]
pub struct Machine {
    pub name: &'static str,
    pub maker: &'static str,
    pub country: &'static str,
    /// million đồng
    pub price: i64,
}

pub struct Craft {
    /// as used in names: "HTX {trade} Tân Cương"
    pub trade: &'static str,
    /// "Xưởng {short} Bình"
    pub short: &'static str,
    pub sector: &'static str,
    pub vsic: &'static str,
    pub products: Vec<&'static str>,
    /// unit of output, an id of `product_unit`
    pub unit: &'static str,
    /// a year's output for one worker, in that unit
    pub output: i64,
    /// đồng for one unit of output
    pub price: i64,
    pub machines: Vec<Machine>,
    /// the technology of a demonstration model
    pub technology: &'static str,
    /// what an officer observes on a visit
    pub seen: Vec<&'static str>,
    pub trouble: Vec<&'static str>,
    /// provinces where the trade is at home; empty: everywhere
    pub home: Vec<&'static str>,
    /// whether the trade has recognised craft villages
    pub village: bool,
}

/// `crafts.tsv`: a trade a line; `|` separates list items, `;` separates the fields of a machine.
pub static CRAFTS: LazyLock<Vec<Craft>> =
    LazyLock::new(|| include_str!("crafts.tsv").lines().skip(1).filter_map(craft).collect());

fn craft(line: &'static str) -> Option<Craft> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let list = |cell: &'static str, by: char| -> Vec<&'static str> {
        cell.split(by).filter(|item| !item.is_empty()).collect()
    };
    Some(Craft {
        trade: next()?,
        short: next()?,
        sector: next()?,
        vsic: next()?,
        products: list(next()?, '|'),
        unit: next()?,
        output: next()?.parse().ok()?,
        price: next()?.parse().ok()?,
        machines: next()?.split('|').map(machine).collect::<Option<Vec<_>>>()?,
        technology: next()?,
        seen: list(next()?, '|'),
        trouble: list(next()?, '|'),
        home: list(next()?, ','),
        village: next()? == "true",
    })
}

fn machine(cell: &'static str) -> Option<Machine> {
    let mut parts = cell.split(';');
    let mut next = || parts.next();
    let (name, maker, country) = (next()?, next()?, next()?);
    Some(Machine { name, maker, country, price: next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_craft() {
        let lines = include_str!("crafts.tsv").lines().count();
        assert_eq!(CRAFTS.len(), lines - 1);
        for craft in &*CRAFTS {
            let lists = [&craft.products, &craft.seen, &craft.trouble];
            assert!(lists.iter().all(|list| !list.is_empty()), "{}", craft.trade);
            assert!(craft.machines.len() >= 2, "{}", craft.trade);
        }
    }
}
