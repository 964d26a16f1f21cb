//! What is reported: nine large tiles.

/// What somebody sees. The order is the tiles'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Water rises where it should not.
    WaterRising,
    /// A road, a bridge or a path cannot be used.
    RoadCut,
    /// A line down, a smell of gas, no current.
    ElectricityOrGas,
    /// The ground slid, or a tree fell or is about to.
    LandslideOrTree,
    /// A building is damaged or threatens to fall.
    BuildingDamaged,
    /// Oil, chemicals, sewage, smoke.
    Pollution,
    /// Somebody is cut off and not in immediate danger: for danger there is 112.
    SomeoneIsolated,
    /// Something is told around that may be untrue.
    RumourSeen,
    /// Anything else.
    Other,
}

impl Category {
    /// All of them, in the tiles' order.
    pub const ALL: [Self; 9] = [
        Self::WaterRising,
        Self::RoadCut,
        Self::ElectricityOrGas,
        Self::LandslideOrTree,
        Self::BuildingDamaged,
        Self::Pollution,
        Self::SomeoneIsolated,
        Self::RumourSeen,
        Self::Other,
    ];

    /// Its name in forms and in the store: stable, lower case.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WaterRising => "water-rising",
            Self::RoadCut => "road-cut",
            Self::ElectricityOrGas => "electricity-or-gas",
            Self::LandslideOrTree => "landslide-or-tree",
            Self::BuildingDamaged => "building-damaged",
            Self::Pollution => "pollution",
            Self::SomeoneIsolated => "someone-isolated",
            Self::RumourSeen => "rumour-seen",
            Self::Other => "other",
        }
    }

    /// The category of that name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }

    /// Its number in an envelope: never another's again.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::WaterRising => 1,
            Self::RoadCut => 2,
            Self::ElectricityOrGas => 3,
            Self::LandslideOrTree => 4,
            Self::BuildingDamaged => 5,
            Self::Pollution => 6,
            Self::SomeoneIsolated => 7,
            Self::RumourSeen => 8,
            Self::Other => 9,
        }
    }

    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn every_category_has_a_word_and_a_number_of_its_own() {
        for category in Category::ALL {
            assert_eq!(Category::from_word(category.word()), Some(category));
            assert_eq!(Category::from_code(category.code()), Some(category));
        }
        assert_eq!(Category::from_code(0), None);
        assert_eq!(Category::from_word("Other"), None);
    }
}
