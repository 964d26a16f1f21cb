//! Words for what touches everyday life: leaving, water, roads, power, ground, fire, air.

use super::Template;

pub(super) const ALL: &[Template] = &[
    Template {
        event: "evacuation",
        french: [
            "Évacuation de [quartier], à [commune] : partez maintenant",
            "[quartier] doit être évacué avant [heure], à cause de [danger].",
            "Partez maintenant, sans attendre.\nAllez à [lieu d’accueil].\nPrenez [itinéraire].\nEmportez papiers, médicaments, téléphone et chargeur.\nCoupez l’électricité et le gaz, fermez à clé.\nN’allez pas chercher vos enfants à l’école : ils sont évacués avec leurs enseignants.\nSi vous ne pouvez pas partir seul, appelez le [numéro].\nNe revenez pas avant la fin de l’alerte.",
        ],
        english: [
            "Evacuation of [district], [town]: leave now",
            "[district] must be evacuated before [time], because of [danger].",
            "Leave now, do not wait.\nGo to [reception centre].\nTake [route].\nTake papers, medicines, phone and charger.\nTurn off electricity and gas, lock the door.\nDo not fetch your children from school: they are evacuated with their teachers.\nIf you cannot leave by yourself, call [number].\nDo not come back before the all-clear.",
        ],
        easy: [
            "Vous devez partir de [quartier]",
            "Il y a un danger : [danger].\nVous ne pouvez pas rester.",
            "Partez maintenant.\nAllez ici : [lieu].\nPrenez vos papiers et vos médicaments.\nPrenez votre téléphone.\nN’allez pas à l’école : les maîtres protègent vos enfants.\nVous avez besoin d’aide ? Appelez le [numéro].",
        ],
    },
    Template {
        event: "boil-water",
        french: [
            "Eau du robinet à [commune] : faites-la bouillir",
            "L’eau du robinet peut rendre malade à [lieux]. Des analyses sont en cours.",
            "Ne buvez pas l’eau du robinet sans la faire bouillir.\nFaites-la bouillir 5 minutes à gros bouillons, puis laissez refroidir.\nFaites de même pour la cuisine, les dents et les biberons.\nVous pouvez prendre une douche sans avaler l’eau.\nDe l’eau en bouteille est donnée à [lieu].\nEn cas de fièvre ou de diarrhée, appelez votre médecin.",
        ],
        english: [
            "Tap water in [town]: boil it",
            "Tap water may make you ill at [places]. Tests are under way.",
            "Do not drink tap water without boiling it.\nBoil it hard for 5 minutes, then let it cool.\nDo the same for cooking, teeth and baby bottles.\nYou can shower without swallowing water.\nBottled water is given out at [place].\nIf you have a fever or diarrhoea, call your doctor.",
        ],
        easy: [
            "L’eau du robinet est dangereuse à [commune]",
            "L’eau du robinet peut rendre malade.",
            "Ne buvez pas l’eau du robinet.\nFaites bouillir l’eau 5 minutes.\nAprès, vous pouvez la boire.\nVous pouvez vous laver.\nIl y a des bouteilles d’eau ici : [lieu].",
        ],
    },
    Template {
        event: "road-closure",
        french: [
            "Route coupée : [route] à [commune]",
            "[route] est coupée entre [lieu] et [lieu] à cause de [danger], au moins jusqu’à [heure].",
            "Ne prenez pas cette route.\nSuivez la déviation par [itinéraire].\nNe passez pas les barrières, même si la route semble libre.\nNe vous engagez jamais sur une route inondée.\nLaissez passer les secours.",
        ],
        english: [
            "Road closed: [road] in [town]",
            "[road] is closed between [place] and [place] because of [danger], at least until [time].",
            "Do not use this road.\nFollow the diversion via [route].\nDo not pass the barriers, even if the road looks clear.\nNever drive onto a flooded road.\nLet the emergency services pass.",
        ],
        easy: [
            "Route fermée : [route]",
            "La route [route] est fermée.\nElle est dangereuse.",
            "Ne prenez pas cette route.\nPassez par ici : [itinéraire].\nNe passez pas les barrières.",
        ],
    },
    Template {
        event: "power-cut",
        french: [
            "Coupure d’électricité à [commune]",
            "L’électricité est coupée à [lieux]. Le retour est prévu vers [heure].",
            "Débranchez les appareils sensibles.\nN’utilisez pas de groupe électrogène ni de barbecue à l’intérieur.\nGardez la batterie du téléphone pour les appels utiles.\nOuvrez peu le réfrigérateur et le congélateur.\nSi vous dépendez d’un appareil médical, appelez le [numéro].\nPrenez des nouvelles de vos voisins isolés.",
        ],
        english: [
            "Power cut in [town]",
            "Electricity is off at [places]. It should be back around [time].",
            "Unplug sensitive appliances.\nDo not use a generator or barbecue indoors.\nSave your phone battery for useful calls.\nOpen the fridge and freezer as little as possible.\nIf you depend on a medical device, call [number].\nCheck on neighbours who are alone.",
        ],
        easy: [
            "Pas d’électricité à [commune]",
            "Il n’y a plus d’électricité.\nElle revient vers [heure].",
            "Débranchez les appareils.\nN’allumez pas de barbecue dans la maison.\nUtilisez peu votre téléphone.\nVous avez un appareil médical ? Appelez le [numéro].",
        ],
    },
    Template {
        event: "landslide",
        french: [
            "Glissement de terrain à [commune] : quittez la zone",
            "Le terrain glisse à [lieu]. D’autres mouvements sont possibles.",
            "Quittez la zone, tout de suite.\nÉloignez-vous de la pente, sur le côté.\nNe revenez pas chercher d’affaires.\nN’entrez pas dans un bâtiment fissuré.\nSi vous voyez des fissures ou entendez des craquements, partez et appelez le 18.\nAllez à [lieu d’accueil].",
        ],
        english: [
            "Landslide in [town]: leave the area",
            "The ground is moving at [place]. More slides are possible.",
            "Leave the area now.\nMove away from the slope, sideways.\nDo not go back for belongings.\nDo not enter a cracked building.\nIf you see cracks or hear cracking, leave and call 18.\nGo to [reception centre].",
        ],
        easy: [
            "La terre glisse à [commune]",
            "La terre peut tomber sur les maisons.\nC’est dangereux.",
            "Partez maintenant.\nAllez loin de la pente.\nNe revenez pas.\nN’entrez pas dans une maison cassée.\nAllez ici : [lieu].",
        ],
    },
    Template {
        event: "fire",
        french: [
            "Incendie à [lieu], [commune] : mettez-vous à l’abri",
            "Un incendie progresse à [lieu] en direction de [direction]. La fumée est dangereuse.",
            "Entrez dans un bâtiment en dur.\nFermez portes, fenêtres et volets.\nBouchez les aérations avec des linges humides.\nN’approchez pas du feu, laissez les routes aux secours.\nPartez seulement si les secours vous le disent.\nDevant un feu, appelez le 18 ou le 112.",
        ],
        english: [
            "Fire at [place], [town]: take shelter",
            "A fire is spreading at [place] towards [direction]. The smoke is dangerous.",
            "Go inside a solid building.\nClose doors, windows and shutters.\nBlock air vents with damp cloths.\nStay away from the fire, leave the roads to the emergency services.\nLeave only if the emergency services tell you to.\nIf you see a fire, call 18 or 112.",
        ],
        easy: [
            "Il y a le feu à [lieu]",
            "Il y a un grand feu.\nLa fumée est dangereuse.",
            "Entrez dans une maison.\nFermez les portes et les fenêtres.\nN’allez pas voir le feu.\nPartez si les pompiers le disent.\nVous voyez du feu ? Appelez le 18.",
        ],
    },
    Template {
        event: "pollution",
        french: [
            "Pollution de [milieu] à [commune]",
            "Une pollution touche [lieux]. Cause : [cause].",
            "Ne vous approchez pas de [lieu].\nNe touchez pas l’eau ni le sol pollués.\nNe pêchez pas, ne vous baignez pas.\nNe mangez pas les produits du jardin touchés.\nTenez enfants et animaux à l’écart.\nEn cas de malaise, appelez le 15.",
        ],
        english: [
            "Pollution of [what] in [town]",
            "Pollution affects [places]. Cause: [cause].",
            "Stay away from [place].\nDo not touch polluted water or ground.\nDo not fish or bathe.\nDo not eat garden produce that was affected.\nKeep children and animals away.\nIf you feel ill, call 15.",
        ],
        easy: [
            "Pollution à [commune]",
            "Il y a un produit dangereux à [lieu].",
            "N’allez pas à [lieu].\nNe touchez pas l’eau.\nNe pêchez pas.\nGardez les enfants loin.\nVous vous sentez mal ? Appelez le 15.",
        ],
    },
    Template {
        event: "chemical",
        french: [
            "Accident à [site], [commune] : enfermez-vous",
            "Un accident à [site] répand un nuage toxique vers [direction].",
            "Entrez dans le bâtiment le plus proche.\nFermez portes et fenêtres, bouchez les aérations.\nArrêtez la ventilation et le chauffage.\nN’allez pas chercher vos enfants à l’école : ils y sont en sécurité.\nNe fumez pas, n’allumez pas de flamme.\nNe téléphonez qu’en cas d’urgence.\nÉcoutez la radio ou consultez cette page.",
        ],
        english: [
            "Accident at [site], [town]: stay indoors",
            "An accident at [site] is spreading a toxic cloud towards [direction].",
            "Enter the nearest building.\nClose doors and windows, block air vents.\nStop ventilation and heating.\nDo not fetch your children from school: they are safe there.\nDo not smoke or light a flame.\nPhone only in an emergency.\nListen to the radio or read this page.",
        ],
        easy: [
            "L’air est dangereux à [commune]",
            "Il y a un accident à [site].\nL’air est dangereux.",
            "Entrez dans un bâtiment.\nFermez les portes et les fenêtres.\nN’allez pas à l’école : vos enfants sont en sécurité.\nN’allumez pas de feu.\nÉcoutez la radio.",
        ],
    },
    Template {
        event: "other",
        french: [
            "[danger] à [commune]",
            "[ce qui se passe, où, depuis quand]",
            "[première consigne].\nSuivez les consignes sur cette page.\nEn cas de danger, appelez le 112 ou le 18, ou envoyez un SMS au 114.",
        ],
        english: [
            "[danger] in [town]",
            "[what is happening, where, since when]",
            "[first instruction].\nFollow the instructions on this page.\nIn danger, call 112 or text 114.",
        ],
        easy: [
            "Danger à [commune]",
            "[ce qui se passe]",
            "[première consigne].\nSi vous êtes en danger, appelez le 112.",
        ],
    },
];
