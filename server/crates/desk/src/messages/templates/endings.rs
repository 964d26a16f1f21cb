//! Words for the end: the all-clear and the cancel.

use super::super::{Event, Tongue, TypedTexts};

/// The danger is over.
pub(super) fn all_clear(event: &Event, tongue: Tongue) -> TypedTexts {
    let name = event.name(tongue);
    let (headline, description, instruction) = match tongue {
        Tongue::French => (
            format!("Fin d’alerte : {name}"),
            "Le danger est passé à [commune]. [Ce qui reste à savoir : routes, eau, électricité.]",
            after(
                event.word,
                tongue,
                "Vous pouvez reprendre vos activités.\nRestez prudents : des dégâts peuvent rester dangereux.\nNe touchez pas aux fils électriques tombés à terre.\nPrenez des nouvelles de vos voisins.",
            ),
        ),
        Tongue::English => (
            format!("All clear: {name}"),
            "The danger is over in [town]. [What else to know: roads, water, electricity.]",
            after(
                event.word,
                tongue,
                "You can resume your activities.\nStay careful: damage may still be dangerous.\nDo not touch fallen power lines.\nCheck on your neighbours.",
            ),
        ),
        Tongue::EasyFrench => (
            format!("Fin du danger : {name}"),
            "Le danger est fini à [commune].",
            after(
                event.word,
                tongue,
                "Vous pouvez sortir.\nFaites attention.\nNe touchez pas les fils électriques.",
            ),
        ),
    };
    TypedTexts {
        headline,
        description: description.to_owned(),
        instruction,
    }
}

/// What water leaves behind.
fn after(event: &str, tongue: Tongue, usual: &str) -> String {
    match (event, tongue) {
        ("flood" | "flash-flood" | "dam" | "dike" | "coastal-flood", Tongue::French) => format!(
            "{usual}\nFaites contrôler l’électricité et le gaz avant de les rallumer.\nPhotographiez les dégâts pour votre assurance."
        ),
        ("flood" | "flash-flood" | "dam" | "dike" | "coastal-flood", Tongue::English) => format!(
            "{usual}\nHave electricity and gas checked before turning them on.\nTake photos of the damage for your insurance."
        ),
        ("boil-water", Tongue::French) => "Vous pouvez boire l’eau du robinet.\nFaites d’abord couler l’eau cinq minutes à chaque robinet.".to_owned(),
        ("boil-water", Tongue::English) => "You can drink tap water.\nFirst let the water run for five minutes at every tap.".to_owned(),
        ("boil-water", Tongue::EasyFrench) => "Vous pouvez boire l’eau du robinet.\nFaites d’abord couler l’eau 5 minutes.".to_owned(),
        _ => usual.to_owned(),
    }
}

/// It was wrong.
pub(super) fn cancel(event: &Event, tongue: Tongue) -> TypedTexts {
    let name = event.name(tongue);
    let (headline, description, instruction) = match tongue {
        Tongue::French => (
            format!("Message annulé : {name}"),
            "Le message précédent est annulé : [raison]. Nous vous prions de nous en excuser.",
            "Ne tenez plus compte du message précédent.\nVous pouvez reprendre vos activités.",
        ),
        Tongue::English => (
            format!("Message cancelled: {name}"),
            "The previous message is cancelled: [reason]. We apologise.",
            "Disregard the previous message.\nYou can resume your activities.",
        ),
        Tongue::EasyFrench => (
            format!("Message annulé : {name}"),
            "Le message d’avant était une erreur : [raison].\nNous nous excusons.",
            "Ne tenez pas compte du message d’avant.\nIl n’y a pas de danger.",
        ),
    };
    TypedTexts {
        headline,
        description: description.to_owned(),
        instruction: instruction.to_owned(),
    }
}
