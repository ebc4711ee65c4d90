//! The table of makers, and the way from maker, level and seed to a question.

use std::hash::Hasher as _;

use super::{
    dns,
    draft::{Draft, Generated},
    draw::Draw,
    http,
    identity::Identity,
    kubectl, policy, service,
};
use crate::course::{ItemId, Mistake, Row};

/// How much one has to see at once: 1 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    pub const EASY: Self = Self(1);
    pub const MIDDLE: Self = Self(2);
    pub const HARD: Self = Self(3);
    pub const ALL: [Self; 3] = [Self::EASY, Self::MIDDLE, Self::HARD];

    pub fn new(number: u8) -> Option<Self> {
        (1..=3).contains(&number).then_some(Self(number))
    }

    pub fn number(self) -> u8 {
        self.0
    }
}

/// Something that asks one kind of question.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    /// In ids; never changes.
    pub name: &'static str,
    /// Raised when the same seed gives another question than before.
    pub version: u32,
    /// The code of its row of the syllabus.
    pub row: &'static str,
    /// What it asks, for a list.
    pub asks: &'static str,
    /// What its wrong answers may stand for.
    pub mistakes: &'static [Mistake],
    pub(super) make: fn(&mut Draw, Level) -> Option<Draft>,
}

/// Draws until a maker is content: most need one or two; the bound keeps one that never is from costing more than a moment.
const TRIES: u64 = 2_000;

/// All makers, by family.
pub fn makers() -> impl Iterator<Item = &'static Maker> {
    let families: [&'static [Maker]; 5] =
        [policy::MAKERS, dns::MAKERS, service::MAKERS, http::MAKERS, kubectl::MAKERS];
    families.into_iter().flatten()
}

pub fn find(name: &str) -> Option<&'static Maker> {
    makers().find(|maker| maker.name == name)
}

/// The question of a maker, level and seed; `None` if no draw was good, which the tests have not seen.
pub fn generated(maker: &Maker, level: Level, seed: u64) -> Option<Generated> {
    let id = Identity { maker: maker.name, version: maker.version, level, seed }.id();
    let row = Row::find(maker.row)?;
    (0..TRIES).find_map(|attempt| {
        let mut draw = Draw::new(mixed(&id, attempt));
        let draft = (maker.make)(&mut draw, level)?;
        draft.finish(id.clone(), row, maker.mistakes, &mut draw)
    })
}

/// The question that had this id; `None` when its maker is gone or has another version now.
pub fn of_id(id: &ItemId) -> Option<Generated> {
    let identity = Identity::read(id)?;
    let maker = find(identity.maker).filter(|maker| maker.version == identity.version)?;
    generated(maker, identity.level, identity.seed)
}

/// Neighbouring seeds and attempts must not give related draws: FNV-1a over the id and the attempt, then the finaliser of
/// `SplitMix64`. Not the standard library's hasher, which may change from one release to the next.
fn mixed(id: &ItemId, attempt: u64) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    hash.write(id.as_str().as_bytes());
    hash.write(&attempt.to_le_bytes());
    let mut bits = hash.finish();
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Maker {
    /// Its row of the syllabus.
    pub fn row(&self) -> Option<Row> {
        Row::find(self.row)
    }
}
