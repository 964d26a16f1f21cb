//! The codes that other services give to French départements: NUTS and MeteoAlarm's EMMA_ID.
//!
//! Owns the facts of the nomenclatures (Regulation (EC) No 1059/2003 and its revisions; MeteoAlarm's list of
//! warning areas). Never reads an area.

use crate::places::Dep;

/// One département's codes.
struct Row {
    departement: &'static str,
    /// NUTS 3 of 2010, which MeteoAlarm writes; empty where there was none.
    nuts2010: &'static str,
    /// NUTS 3 since 2016. The overseas codes of 2013 (`FRA10`…) are in [`NUTS_2013`].
    nuts2016: &'static str,
    /// MeteoAlarm's number; empty where it has none (overseas).
    emma: &'static str,
}

macro_rules! rows {
    ($($departement:literal $nuts2010:literal $nuts2016:literal $emma:literal)*) => {
        &[$(Row { departement: $departement, nuts2010: $nuts2010, nuts2016: $nuts2016, emma: $emma }),*]
    };
}

const ROWS: &[Row] = rows! {
    "75" "FR101" "FR101" "FR101"
    "77" "FR102" "FR102" "FR068"
    "78" "FR103" "FR103" "FR064"
    "91" "FR104" "FR104" "FR066"
    "92" "FR105" "FR105" "FR105"
    "93" "FR106" "FR106" "FR106"
    "94" "FR107" "FR107" "FR107"
    "95" "FR108" "FR108" "FR065"
    "08" "FR211" "FRF21" "FR074"
    "10" "FR212" "FRF22" "FR075"
    "51" "FR213" "FRF23" "FR076"
    "52" "FR214" "FRF24" "FR085"
    "02" "FR221" "FRE21" "FR073"
    "60" "FR222" "FRE22" "FR072"
    "80" "FR223" "FRE23" "FR071"
    "27" "FR231" "FRD21" "FR056"
    "76" "FR232" "FRD22" "FR055"
    "18" "FR241" "FRB01" "FR059"
    "28" "FR242" "FRB02" "FR063"
    "36" "FR243" "FRB03" "FR042"
    "37" "FR244" "FRB04" "FR093"
    "41" "FR245" "FRB05" "FR058"
    "45" "FR246" "FRB06" "FR061"
    "14" "FR251" "FRD11" "FR052"
    "50" "FR252" "FRD12" "FR051"
    "61" "FR253" "FRD13" "FR054"
    "21" "FR261" "FRC11" "FR078"
    "58" "FR262" "FRC12" "FR060"
    "71" "FR263" "FRC13" "FR077"
    "89" "FR264" "FRC14" "FR062"
    "59" "FR301" "FRE11" "FR070"
    "62" "FR302" "FRE12" "FR069"
    "54" "FR411" "FRF31" "FR088"
    "55" "FR412" "FRF32" "FR002"
    "57" "FR413" "FRF33" "FR087"
    "88" "FR414" "FRF34" "FR084"
    "67" "FR421" "FRF11" "FR086"
    "68" "FR422" "FRF12" "FR083"
    "25" "FR431" "FRC21" "FR080"
    "39" "FR432" "FRC22" "FR079"
    "70" "FR433" "FRC23" "FR082"
    "90" "FR434" "FRC24" "FR081"
    "44" "FR511" "FRG01" "FR049"
    "49" "FR512" "FRG02" "FR092"
    "53" "FR513" "FRG03" "FR053"
    "72" "FR514" "FRG04" "FR057"
    "85" "FR515" "FRG05" "FR044"
    "22" "FR521" "FRH01" "FR047"
    "29" "FR522" "FRH02" "FR046"
    "35" "FR523" "FRH03" "FR050"
    "56" "FR524" "FRH04" "FR048"
    "16" "FR531" "FRI31" "FR016"
    "17" "FR532" "FRI32" "FR015"
    "79" "FR533" "FRI33" "FR094"
    "86" "FR534" "FRI34" "FR045"
    "24" "FR611" "FRI11" "FR017"
    "33" "FR612" "FRI12" "FR014"
    "40" "FR613" "FRI13" "FR004"
    "47" "FR614" "FRI14" "FR012"
    "64" "FR615" "FRI15" "FR091"
    "09" "FR621" "FRJ21" "FR008"
    "12" "FR622" "FRJ22" "FR021"
    "31" "FR623" "FRJ23" "FR009"
    "32" "FR624" "FRJ24" "FR005"
    "46" "FR625" "FRJ25" "FR013"
    "65" "FR626" "FRJ26" "FR003"
    "81" "FR627" "FRJ27" "FR011"
    "82" "FR628" "FRJ28" "FR010"
    "19" "FR631" "FRI21" "FR018"
    "23" "FR632" "FRI22" "FR041"
    "87" "FR633" "FRI23" "FR019"
    "01" "FR711" "FRK21" "FR039"
    "07" "FR712" "FRK22" "FR026"
    "26" "FR713" "FRK23" "FR031"
    "38" "FR714" "FRK24" "FR034"
    "42" "FR715" "FRK25" "FR037"
    "69" "FR716" "FRK26" "FR038"
    "73" "FR717" "FRK27" "FR036"
    "74" "FR718" "FRK28" "FR035"
    "03" "FR721" "FRK11" "FR043"
    "15" "FR722" "FRK12" "FR024"
    "43" "FR723" "FRK13" "FR025"
    "63" "FR724" "FRK14" "FR040"
    "11" "FR811" "FRJ11" "FR007"
    "30" "FR812" "FRJ12" "FR022"
    "34" "FR813" "FRJ13" "FR020"
    "48" "FR814" "FRJ14" "FR023"
    "66" "FR815" "FRJ15" "FR006"
    "04" "FR821" "FRL01" "FR032"
    "05" "FR822" "FRL02" "FR033"
    "06" "FR823" "FRL03" "FR029"
    "13" "FR824" "FRL04" "FR027"
    "83" "FR825" "FRL05" "FR028"
    "84" "FR826" "FRL06" "FR030"
    "2A" "FR831" "FRM01" "FR090"
    "2B" "FR832" "FRM02" "FR089"
    "971" "FR910" "FRY10" ""
    "972" "FR920" "FRY20" ""
    "973" "FR930" "FRY30" ""
    "974" "FR940" "FRY40" ""
    "976" "" "FRY50" ""
};

/// Overseas codes of the 2013 revision; on the mainland it changed nothing.
const NUTS_2013: &[(&str, &str)] = &[
    ("FRA10", "971"),
    ("FRA20", "972"),
    ("FRA30", "973"),
    ("FRA40", "974"),
    ("FRA50", "976"),
];

/// MeteoAlarm's area "Paris et petite couronne", which was later split in four.
const EMMA_PARIS: (&str, &[&str]) = ("FR067", &["75", "92", "93", "94"]);

/// MeteoAlarm keeps Andorra among the French numbers.
const EMMA_ANDORRA: &str = "FR001";

/// Countries with NUTS codes or EMMA_IDs of their own, as those write them.
const ABROAD: &[&str] = &[
    "AD", "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "GB",
    "GR", "HR", "HU", "IE", "IL", "IS", "IT", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL",
    "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "UK", "XK",
];

/// What a code of one of these schemes means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// These whole départements.
    Departements(Vec<Dep>),
    /// A place that is certainly not in France.
    Abroad,
    /// Not known: it may be in France.
    Unknown,
}

impl Meaning {
    fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut codes: Vec<Dep> = codes.into_iter().map(|c| Dep(c.to_owned())).collect();
        codes.sort();
        codes.dedup();
        if codes.is_empty() {
            Meaning::Unknown
        } else {
            Meaning::Departements(codes)
        }
    }
}

/// The départements of a NUTS code, of 2010, 2013, 2016 or since: level 3 (`FR812`), or a whole region
/// of level 2, 1 or 0 (`FR81`, `FR8`, `FR`).
pub fn nuts(code: &str) -> Meaning {
    let code = code.trim().to_ascii_uppercase();
    if abroad(&code) {
        return Meaning::Abroad;
    }
    if !code.starts_with("FR") || code.len() > 5 {
        return Meaning::Unknown;
    }
    let here = ROWS
        .iter()
        .filter(|r| r.nuts2010.starts_with(&code) || r.nuts2016.starts_with(&code))
        .map(|r| r.departement);
    let in_2013 = NUTS_2013
        .iter()
        .filter(|(nuts, _)| nuts.starts_with(&code))
        .map(|(_, departement)| *departement);
    Meaning::of(here.chain(in_2013))
}

/// The départements of a MeteoAlarm EMMA_ID: one, or four for `FR067`. `FR001` is Andorra.
pub fn emma_id(code: &str) -> Meaning {
    let code = code.trim().to_ascii_uppercase();
    if abroad(&code) || code == EMMA_ANDORRA {
        return Meaning::Abroad;
    }
    if code == EMMA_PARIS.0 {
        return Meaning::of(EMMA_PARIS.1.iter().copied());
    }
    let here = ROWS.iter().filter(|r| !r.emma.is_empty() && r.emma == code);
    Meaning::of(here.map(|r| r.departement))
}

/// The NUTS 3 code of 2010 for a département, to be written beside our own codes; for Mayotte, which
/// had none, the code since 2016.
pub fn nuts3_of(departement: &Dep) -> Option<&'static str> {
    let row = ROWS.iter().find(|r| r.departement == departement.0)?;
    Some(if row.nuts2010.is_empty() {
        row.nuts2016
    } else {
        row.nuts2010
    })
}

/// The EMMA_ID of a département; overseas ones have none.
pub fn emma_id_of(departement: &Dep) -> Option<&'static str> {
    ROWS.iter()
        .find(|r| r.departement == departement.0)
        .map(|r| r.emma)
        .filter(|emma| !emma.is_empty())
}

fn abroad(code: &str) -> bool {
    let country = code.get(..2).unwrap_or("");
    let rest = code.get(2..).unwrap_or("");
    ABROAD.contains(&country) && rest.len() <= 4 && rest.bytes().all(|b| b.is_ascii_alphanumeric())
}
