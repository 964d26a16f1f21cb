//! What a listing says, field by field.

use maud::{Markup, html};
use portal::exchange::{
    Clothing, Details, Garment, Help, Household, Housing, Listing, Luggage, Other, Ride, Side,
    Slot, StepFree, Wearer,
};

use super::words;
use crate::web::portal_time;

/// The facts of a listing, then its text as its poster wrote it.
pub(super) fn shown(listing: &Listing) -> Markup {
    let said = &listing.said;
    html! {
        dl {
            (fact("Commune", html! { (words::commune(&said.commune)) }))
            @match &said.details {
                Details::Ride(ride) => (of_ride(ride)),
                Details::Clothing(clothing) => (of_clothing(clothing)),
                Details::Housing(housing) => (of_housing(housing, said.side)),
                Details::Other(other) => (of_other(other)),
            }
            (fact("Reste", left(listing)))
            (fact("Publiée", html! { "le " (portal_time(listing.posted_at)) }))
            (fact("Échéance", html! { "le " (portal_time(listing.expires_at)) }))
        }
        @if said.text.trim().is_empty() {
            p class="empty" { "Sans texte." }
        } @else {
            p class="typed" { (said.text) }
        }
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

fn yes(value: bool) -> Markup {
    html! { @if value { "oui" } @else { "non" } }
}

/// What is left, slots in a row together.
fn left(listing: &Listing) -> Markup {
    html! {
        @for (i, (slot, left)) in listing.left.iter().enumerate() {
            @if i > 0 { ", " }
            @match slot {
                Slot::Whole => { (left) " sur " (listing.said.details.units()) },
                Slot::Night(night) => { "nuit du " (night.strftime("%d/%m").to_string()) " : " (left) },
            }
        }
        @if listing.left.is_empty() { "–" }
    }
}

fn of_ride(ride: &Ride) -> Markup {
    let luggage = match ride.luggage {
        Luggage::None => "aucun",
        Luggage::Bags => "sacs",
        Luggage::Furniture => "meubles",
    };
    let to = ride.to.as_ref().map(words::commune);
    html! {
        (fact("Vers", html! { (to.as_deref().unwrap_or("n'importe où au sec")) }))
        (fact("Départ", html! { "entre " (portal_time(ride.from)) " et " (portal_time(ride.until)) }))
        (fact("Places", html! { (ride.seats) ", dont sièges enfant : " (ride.child_seats) }))
        (fact("Fauteuil", yes(ride.wheelchair)))
        (fact("Animaux", yes(ride.pets)))
        (fact("Bagages", html! { (luggage) }))
        (fact("Retour", yes(ride.returns)))
    }
}

fn of_clothing(clothing: &Clothing) -> Markup {
    let wearer = match clothing.wearer {
        Wearer::Baby => "bébé",
        Wearer::Child => "enfant",
        Wearer::Woman => "femme",
        Wearer::Man => "homme",
    };
    let garments: Vec<&str> = clothing
        .garments
        .iter()
        .map(|garment| match garment {
            Garment::Coat => "manteau",
            Garment::Shoes => "chaussures",
            Garment::Clothes => "habits",
            Garment::Underwear => "sous-vêtements neufs",
            Garment::Bedding => "literie",
        })
        .collect();
    html! {
        (fact("Pour", html! { (wearer) @if !clothing.size.is_empty() { ", taille ou âge : " (clothing.size) } }))
        (fact("Quoi", html! { (garments.join(", ")) }))
        (fact("Pièces", html! { (clothing.pieces) }))
        (fact("À apporter", yes(clothing.delivers)))
    }
}

fn of_housing(housing: &Housing, side: Side) -> Markup {
    let step_free = match housing.step_free {
        StepFree::All => "oui",
        StepFree::Partly => "en partie",
        StepFree::No => "non",
        StepFree::Unknown => "inconnu",
    };
    let household = match housing.household {
        Household::Anyone => "tout le monde",
        Household::Women => "femmes, avec ou sans enfants",
        Household::Family => "famille ou couple",
        Household::Men => "hommes",
    };
    let (people, whom) = match side {
        Side::Need => ("Qui demande", "Foyer"),
        Side::Offer => ("Qui habite là", "Accueille"),
    };
    html! {
        @if housing.tonight { (fact("Porte ouverte", html! { "un lit ce soir" })) }
        (fact("Lits", html! { (housing.beds) }))
        (fact("Nuits", html! { "du " (housing.from.strftime("%d/%m/%Y").to_string()) " au matin du " (housing.until.strftime("%d/%m/%Y").to_string()) }))
        (fact(people, html! { "adultes : " (housing.adults) ", enfants : " (housing.children) }))
        (fact(whom, html! { (household) }))
        (fact("Plain-pied", html! { (step_free) }))
        (fact("Animaux", yes(housing.pets)))
        (fact("Chambre à soi", yes(housing.own_room)))
        (fact("Fumeur", yes(housing.smoking)))
    }
}

fn of_other(other: &Other) -> Markup {
    let help = match other.help {
        Help::Meals => "repas",
        Help::Storage => "stockage",
        Help::Tools => "outils, pompes",
        Help::Cleaning => "nettoyage",
        Help::Pets => "animaux gardés",
        Help::Childcare => "garde d'enfants",
        Help::Listening => "écoute",
        Help::Else => "autre chose",
    };
    html! {
        (fact("Aide", html! { (help) }))
        (fact("Nombre", html! { (other.count) }))
    }
}
