//! Words for water: rivers, dams, dikes, the sea, rain.

use super::Template;

pub(super) const ALL: &[Template] = &[
    Template {
        event: "flood",
        french: [
            "Inondation : [rivière] déborde à [commune]",
            "[rivière] déborde. L’eau atteint [lieux]. Le niveau le plus haut est attendu vers [heure].",
            "Montez à l’étage.\nNe descendez pas à la cave ni au parking souterrain.\nNe prenez pas votre voiture.\nNe marchez pas dans l’eau, même peu profonde.\nN’allez pas chercher vos enfants à l’école : ils y sont en sécurité.\nCoupez l’électricité et le gaz si vous pouvez le faire sans danger.\nPrévenez vos voisins isolés.\nEn cas de danger, appelez le 112 ou le 18, ou envoyez un SMS au 114.",
        ],
        english: [
            "Flood: [river] overflows in [town]",
            "The [river] is overflowing. Water has reached [places]. The highest level is expected around [time].",
            "Go upstairs.\nDo not go down to the cellar or underground car park.\nDo not drive.\nDo not walk through water, even shallow water.\nDo not fetch your children from school: they are safe there.\nTurn off electricity and gas if it is safe to do so.\nWarn neighbours who are alone.\nIn danger, call 112 or text 114.",
        ],
        easy: [
            "L’eau monte à [commune]",
            "La rivière [rivière] déborde.\nL’eau arrive dans les rues et les maisons.",
            "Montez à l’étage.\nN’allez pas à la cave.\nNe prenez pas la voiture.\nNe marchez pas dans l’eau.\nN’allez pas à l’école : vos enfants sont en sécurité.\nSi vous êtes en danger, appelez le 112.\nVous pouvez aussi écrire un SMS au 114.",
        ],
    },
    Template {
        event: "flash-flood",
        french: [
            "Crue soudaine de [rivière] à [commune] : montez à l’étage",
            "L’eau monte très vite à [lieux]. Elle peut atteindre les maisons et les routes en quelques minutes.",
            "Montez à l’étage ou sur un point haut, tout de suite.\nÉloignez-vous des cours d’eau, des ponts et des passages sous les routes.\nSi vous êtes en voiture, sortez-en et gagnez un point haut.\nN’allez pas chercher vos enfants à l’école : ils y sont en sécurité.\nNe descendez ni à la cave ni au parking.\nEn cas de danger, appelez le 112 ou le 18, ou envoyez un SMS au 114.",
        ],
        english: [
            "Flash flood of the [river] in [town]: go upstairs",
            "Water is rising very fast at [places]. It may reach houses and roads within minutes.",
            "Go upstairs or to high ground now.\nMove away from rivers, bridges and underpasses.\nIf you are in a car, leave it and reach high ground.\nDo not fetch your children from school: they are safe there.\nDo not go down to the cellar or car park.\nIn danger, call 112 or text 114.",
        ],
        easy: [
            "L’eau monte très vite à [commune]",
            "L’eau monte très vite.\nC’est très dangereux.",
            "Montez à l’étage maintenant.\nAllez loin de la rivière et des ponts.\nVous êtes en voiture ? Sortez et montez en hauteur.\nN’allez pas à l’école : vos enfants sont en sécurité.\nN’allez pas à la cave.\nSi vous êtes en danger, appelez le 112.",
        ],
    },
    Template {
        event: "dam",
        french: [
            "Barrage de [nom] : gagnez les hauteurs",
            "Le barrage de [nom] risque de céder. L’eau peut atteindre [lieux] en [durée].",
            "Partez à pied vers les hauteurs, tout de suite.\nPoint de rassemblement : [lieu].\nNe prenez pas votre voiture, sauf si vous ne pouvez pas marcher.\nN’allez pas chercher vos enfants à l’école : les enseignants les mettent en sécurité.\nAidez les personnes qui marchent mal.\nNe revenez pas avant la fin de l’alerte.\nÉcoutez France Bleu ou consultez cette page.",
        ],
        english: [
            "[name] dam: go to high ground",
            "The [name] dam may fail. Water may reach [places] within [duration].",
            "Walk to high ground now.\nAssembly point: [place].\nDo not drive unless you cannot walk.\nDo not fetch your children from school: teachers are taking them to safety.\nHelp people who cannot walk easily.\nDo not come back before the all-clear.\nListen to local radio or read this page.",
        ],
        easy: [
            "Danger : le barrage de [nom] peut casser",
            "Beaucoup d’eau peut arriver très vite.",
            "Partez à pied maintenant.\nMontez en hauteur.\nAllez ici : [lieu].\nN’allez pas à l’école : les maîtres protègent vos enfants.\nAidez les gens qui marchent mal.\nNe revenez pas avant la fin de l’alerte.",
        ],
    },
    Template {
        event: "dike",
        french: [
            "Digue de [rivière] à [commune] : quittez la zone",
            "La digue de [rivière] menace de céder à [lieu]. Les quartiers [quartiers] peuvent être inondés très vite.",
            "Quittez les quartiers derrière la digue, tout de suite.\nAllez vers [lieu].\nSi vous ne pouvez pas partir, montez à l’étage le plus haut.\nNe vous approchez pas de la digue.\nN’allez pas chercher vos enfants à l’école : ils y sont en sécurité.\nEn cas de danger, appelez le 112 ou le 18, ou envoyez un SMS au 114.",
        ],
        english: [
            "[river] dike in [town]: leave the area",
            "The dike of the [river] may fail at [place]. The districts [districts] may be flooded very fast.",
            "Leave the districts behind the dike now.\nGo to [place].\nIf you cannot leave, go to the highest floor.\nStay away from the dike.\nDo not fetch your children from school: they are safe there.\nIn danger, call 112 or text 114.",
        ],
        easy: [
            "Danger : la digue peut casser à [commune]",
            "La digue est un mur qui retient l’eau.\nElle peut casser.\nL’eau peut arriver très vite.",
            "Partez maintenant.\nAllez ici : [lieu].\nVous ne pouvez pas partir ? Montez tout en haut.\nN’allez pas près de la digue.\nSi vous êtes en danger, appelez le 112.",
        ],
    },
    Template {
        event: "coastal-flood",
        french: [
            "Submersion marine à [commune] : éloignez-vous de la mer",
            "La mer peut envahir [lieux] vers [heure], à la pleine mer. Les vagues sont dangereuses sur le rivage.",
            "Éloignez-vous du rivage, des digues et des ports.\nMontez à l’étage si vous habitez près de la mer.\nFermez portes, fenêtres et volets face à la mer.\nNe prenez pas la route du littoral.\nNe sortez pas en mer.\nEn mer, appelez le 196. À terre, le 112.",
        ],
        english: [
            "Coastal flood in [town]: move away from the sea",
            "The sea may flood [places] around [time], at high tide. Waves are dangerous on the shore.",
            "Move away from the shore, sea walls and harbours.\nGo upstairs if you live near the sea.\nClose doors, windows and shutters facing the sea.\nDo not use the coast road.\nDo not go out to sea.\nAt sea, call 196. On land, call 112.",
        ],
        easy: [
            "La mer monte à [commune]",
            "La mer peut arriver dans les rues.\nLes vagues sont dangereuses.",
            "Allez loin de la mer.\nMontez à l’étage.\nFermez les volets.\nNe prenez pas la route près de la mer.\nSi vous êtes en danger, appelez le 112.",
        ],
    },
    Template {
        event: "heavy-rain",
        french: [
            "Fortes pluies à [commune] : évitez de vous déplacer",
            "De fortes pluies tombent ou sont attendues entre [heure] et [heure]. Des rues et des routes peuvent être inondées.",
            "Reportez vos déplacements.\nÉloignez-vous des cours d’eau et des fossés.\nNe vous engagez pas sur une route inondée.\nNe descendez pas à la cave ni au parking souterrain.\nMettez à l’abri ce qui craint l’eau.\nSuivez les consignes sur cette page.",
        ],
        english: [
            "Heavy rain in [town]: avoid travelling",
            "Heavy rain is falling or expected between [time] and [time]. Streets and roads may be flooded.",
            "Postpone your journeys.\nStay away from rivers and ditches.\nDo not drive onto a flooded road.\nDo not go down to the cellar or underground car park.\nMove what water could damage.\nFollow the instructions on this page.",
        ],
        easy: [
            "Très fortes pluies à [commune]",
            "Il pleut très fort.\nL’eau peut arriver sur les routes.",
            "Restez chez vous.\nAllez loin des rivières.\nN’allez pas sur une route avec de l’eau.\nN’allez pas à la cave.",
        ],
    },
];
