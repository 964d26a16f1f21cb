//! Words for wind, storms, snow, heat and cold.

use super::Template;

pub(super) const ALL: &[Template] = &[
    Template {
        event: "storm",
        french: [
            "Vent violent à [commune] : restez à l’abri",
            "Des rafales de [vitesse] km/h sont attendues entre [heure] et [heure]. Des arbres et des objets peuvent tomber.",
            "Restez à l’intérieur, loin des fenêtres.\nRentrez ce que le vent peut emporter.\nNe vous promenez ni en forêt ni au bord de la mer.\nNe montez pas sur le toit.\nNe touchez pas aux fils électriques tombés à terre.\nReportez vos déplacements.",
        ],
        english: [
            "Violent wind in [town]: stay indoors",
            "Gusts of [speed] km/h are expected between [time] and [time]. Trees and objects may fall.",
            "Stay indoors, away from windows.\nBring in what the wind could carry away.\nDo not walk in forests or by the sea.\nDo not climb on the roof.\nDo not touch fallen power lines.\nPostpone your journeys.",
        ],
        easy: [
            "Vent très fort à [commune]",
            "Le vent est très fort.\nDes arbres peuvent tomber.",
            "Restez dans la maison.\nNe restez pas près des fenêtres.\nN’allez pas en forêt.\nNe touchez pas les fils électriques.",
        ],
    },
    Template {
        event: "thunderstorm",
        french: [
            "Orages violents à [commune] : mettez-vous à l’abri",
            "Des orages violents, avec grêle et rafales, sont attendus entre [heure] et [heure].",
            "Entrez dans un bâtiment en dur.\nNe vous abritez pas sous un arbre.\nÉloignez-vous des cours d’eau.\nDébranchez les appareils électriques.\nQuittez les tentes et les campings exposés.",
        ],
        english: [
            "Severe thunderstorms in [town]: take shelter",
            "Severe thunderstorms with hail and gusts are expected between [time] and [time].",
            "Go inside a solid building.\nDo not shelter under a tree.\nMove away from rivers.\nUnplug electrical appliances.\nLeave tents and exposed campsites.",
        ],
        easy: [
            "Gros orages à [commune]",
            "Il y a de gros orages.\nC’est dangereux dehors.",
            "Entrez dans une maison.\nNe restez pas sous un arbre.\nAllez loin des rivières.\nDébranchez les appareils.",
        ],
    },
    Template {
        event: "snow-ice",
        french: [
            "Neige et verglas à [commune] : ne prenez pas la route",
            "La neige ou le verglas rendent les routes dangereuses à [lieux] jusqu’à [heure].",
            "Reportez vos déplacements.\nSi vous devez rouler, équipez votre voiture et emportez eau et couvertures.\nLaissez passer les engins de déneigement.\nNe touchez pas aux fils électriques tombés à terre.\nNe vous chauffez pas avec un barbecue ou un groupe électrogène.\nPrenez des nouvelles de vos voisins.",
        ],
        english: [
            "Snow and ice in [town]: stay off the roads",
            "Snow or ice makes the roads dangerous at [places] until [time].",
            "Postpone your journeys.\nIf you must drive, fit winter tyres or chains and take water and blankets.\nLet snow ploughs pass.\nDo not touch fallen power lines.\nDo not heat with a barbecue or a generator.\nCheck on your neighbours.",
        ],
        easy: [
            "Neige et glace à [commune]",
            "Les routes glissent.\nC’est dangereux.",
            "Restez chez vous.\nNe prenez pas la voiture.\nN’allumez pas de barbecue dans la maison.\nDemandez à vos voisins s’ils vont bien.",
        ],
    },
    Template {
        event: "heat",
        french: [
            "Canicule à [commune] : protégez-vous de la chaleur",
            "La température dépasse [température] °C et baisse peu la nuit, jusqu’au [date].",
            "Buvez de l’eau souvent, sans attendre la soif.\nFermez volets et fenêtres le jour, ouvrez la nuit.\nPassez quelques heures au frais : [lieu].\nÉvitez les efforts entre 11 h et 21 h.\nAppelez chaque jour les personnes âgées ou isolées.\nEn cas de malaise, appelez le 15.",
        ],
        english: [
            "Heatwave in [town]: protect yourself from the heat",
            "The temperature exceeds [temperature] °C and falls little at night, until [date].",
            "Drink water often, before you feel thirsty.\nClose shutters and windows by day, open them at night.\nSpend a few hours in a cool place: [place].\nAvoid effort between 11 am and 9 pm.\nCall elderly or lonely people every day.\nIf someone feels ill, call 15.",
        ],
        easy: [
            "Il fait très chaud à [commune]",
            "Il fait très chaud le jour et la nuit.",
            "Buvez de l’eau souvent.\nFermez les volets le jour.\nAllez dans un endroit frais : [lieu].\nAppelez les personnes âgées.\nVous vous sentez mal ? Appelez le 15.",
        ],
    },
    Template {
        event: "cold",
        french: [
            "Grand froid à [commune] : protégez-vous",
            "La température descend à [température] °C jusqu’au [date].",
            "Limitez les sorties.\nCouvrez-vous la tête et les mains.\nNe vous chauffez pas avec un barbecue ou un groupe électrogène.\nAérez dix minutes par jour.\nPour une personne sans abri, appelez le 115.\nPrenez des nouvelles de vos voisins isolés.",
        ],
        english: [
            "Extreme cold in [town]: protect yourself",
            "The temperature falls to [temperature] °C until [date].",
            "Go out as little as possible.\nCover your head and hands.\nDo not heat with a barbecue or a generator.\nAir rooms for ten minutes a day.\nFor a homeless person, call 115.\nCheck on neighbours who are alone.",
        ],
        easy: [
            "Il fait très froid à [commune]",
            "Il fait très froid dehors.",
            "Restez chez vous.\nMettez un bonnet et des gants.\nN’allumez pas de barbecue dans la maison.\nUne personne dort dehors ? Appelez le 115.",
        ],
    },
];
