//! Latitude and longitude in two cells.

use crate::record::Decimal;
use crate::text::format::{Axis, FormatFault, parse_angle, read_coordinates};

pub struct Position {
    pub lat: Option<Decimal>,
    pub lon: Option<Decimal>,
    pub turned: bool,
}

/// Coordinates from two cells; one of them may hold both.
pub fn position(lat: Option<&str>, lon: Option<&str>) -> Result<Position, FormatFault> {
    let of_pair = |text: &str| {
        let (lat, lon, turned) = read_coordinates(text)?;
        Ok(Position { lat: Some(lat), lon: Some(lon), turned })
    };
    match (lat, lon) {
        (Some(lat), Some(lon)) => match (parse_angle(lat), parse_angle(lon)) {
            (Ok((a, first)), Ok((b, second))) => {
                let named = (first, second) == (Some(Axis::Lon), Some(Axis::Lat));
                let bare = first.is_none() && second.is_none();
                let turned = named || bare && inside(b, 8, 24) && inside(a, 102, 118);
                let crossed = first == Some(Axis::Lon) || second == Some(Axis::Lat);
                if crossed && !turned {
                    return Err(FormatFault::NotCoordinates);
                }
                let (lat, lon) = if turned { (b, a) } else { (a, b) };
                Ok(Position { lat: Some(lat), lon: Some(lon), turned })
            }
            (Err(fault), _) | (_, Err(fault)) => match of_pair(lat).or_else(|_| of_pair(lon)) {
                Ok(position) => Ok(position),
                Err(_) => Err(fault),
            },
        },
        (Some(lat), None) => match of_pair(lat) {
            Err(FormatFault::NotCoordinates) => {
                let (value, axis) = parse_angle(lat)?;
                let is_lat = axis != Some(Axis::Lon) && inside(value, -90, 90);
                let other = FormatFault::NotCoordinates;
                is_lat
                    .then_some(Position { lat: Some(value), lon: None, turned: false })
                    .ok_or(other)
            }
            found => found,
        },
        (None, Some(lon)) => match of_pair(lon) {
            Err(FormatFault::NotCoordinates) => {
                let (value, axis) = parse_angle(lon)?;
                let other = FormatFault::NotCoordinates;
                let is_lon = axis != Some(Axis::Lat);
                is_lon
                    .then_some(Position { lat: None, lon: Some(value), turned: false })
                    .ok_or(other)
            }
            found => found,
        },
        (None, None) => Ok(Position { lat: None, lon: None, turned: false }),
    }
}

fn inside(value: Decimal, from: i64, to: i64) -> bool {
    (from * Decimal::ONE..=to * Decimal::ONE).contains(&value.0)
}
