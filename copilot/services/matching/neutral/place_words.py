"""Words about places that no gazetteer has: short names, regions, demonyms, and what follows or precedes a place."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.replace("\n", " ").split(",") if name.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTRIES = _names(
    """uk, u k, usa, us, u s, u s a, united states of america, america, britain, great britain, england,
    scotland, wales, northern ireland, holland, netherlands, czech republic, türkiye, uae, emirates,
    drc, congo, dr congo, burma, macedonia, palestine, vatican city, korea, cape verde, côte
    d’ivoire, bosnia, swaziland, tibet, kurdistan, east timor, trinidad, tobago, republic of
    ireland, people’s republic of china, russian federation, ksa, prc"""
)
"""Beside those of the gazetteer. Written as `places.key` reads them: small letters, no marks or hyphens."""

REGIONS = _names(
    """africa, asia, europe, north america, south america, latin america, central america, oceania,
    antarctica, caribbean, middle east, near east, far east, west africa, east africa, southern
    africa, central africa, north africa, sub saharan africa, eastern europe, western europe,
    central europe, northern europe, southern europe, southeast asia, south east asia, south asia,
    east asia, central asia, scandinavia, balkans, baltics, nordics, benelux, iberia, iberian
    peninsula, andes, patagonia, southern cone, maghreb, levant, gulf states, apac, emea, latam,
    mena, dach, anz, cee, european union, asia pacific, caucasus, siberia, amazonia, alps, alberta,
    british columbia, manitoba, new brunswick, newfoundland, nova scotia, ontario, quebec,
    saskatchewan, new south wales, queensland, tasmania, bavaria, saxony, hesse, brandenburg,
    rhineland, ruhr, westphalia, tyrol, catalonia, andalusia, galicia, basque country, asturias,
    aragon, extremadura, canary islands, algarve, alentejo, minho, azores, brittany, normandy,
    provence, alsace, burgundy, corsica, lombardy, tuscany, sicily, sardinia, piedmont, veneto,
    calabria, puglia, flanders, wallonia, friesland, jutland, lapland, skåne, jämtland, cornwall,
    yorkshire, lancashire, cumbria, northumberland, surrey, essex, sussex, norfolk, suffolk, dorset,
    highlands, punjab, kerala, tamil nadu, karnataka, maharashtra, gujarat, rajasthan, bihar, west
    bengal, bengal, assam, telangana, andhra pradesh, uttar pradesh, south india, north india,
    kashmir, sindh, java island, sumatra, borneo, bali, mindanao, luzon, hokkaido, kyushu, okinawa,
    kansai, guangdong, sichuan, yunnan, xinjiang, silicon valley, bay area, new england, midwest,
    deep south, west coast, east coast, pacific northwest, crimea, donbas, transylvania, bohemia,
    moravia, silesia, mesopotamia, anatolia, yucatan, jalisco, oaxaca, minas gerais, bahia, nordic
    countries, baltic states, balkan countries, global south"""
)

CITIES = _names(
    """new york, nyc, washington dc, washington d c, bangalore, bombay, calcutta, madras, saigon, ho chi
    minh city, kiev, cluj, lisboa, roma, milano, wien, munchen, koln, praha, warszawa, firenze,
    torino, napoli, geneve, zurich, bruxelles, den haag, the hague, hague, sevilla, ciudad de
    mexico, st petersburg, saint petersburg, frankfurt, rio, sao paulo, québec city, quebec city, st
    louis, tel aviv, kyoto, gorée, guča, ninh bình, viña del mar, mumbai, delhi, new delhi, hong
    kong island, city of london, brooklyn heights, astana, nur sultan, kuala lumpur"""
)

AMBIGUOUS = _words(
    """most university man same much best march along say young central union police green officer federal
    deal mine republic van forest mission male bar temple spring golden goes normal pop nice split
    semi rich fleet liberal bell independence olympic imperial surprise opportunity bear orange
    mobile alliance tank buy wedding sale brick salt gay commonwealth clay metro marks superior
    springs crystal manage holiday summit gap fate mason phoenix hull eagle bow buffalo enterprise
    liberty hurricane horn delta bath pearl pen se sur sandy tours ho retreat reservoir hook peer
    cork dome queens oral sake boom bend bo manga paradise butterfly jam fountain hub lens
    plantation rose roses sunset moss swords mentor sterling bury woodland confederation terrace
    providence para bra paramount stoke mascot plaque anthem kai clara midway mon sparks saga rouge
    tire vista jupiter aurora apex flint sunrise una mai jenks turbo centennial humble mesa medina
    mali worms ware universidad concord annex meridian alba hillside croix mustang potomac plum hem
    defiance shaping pest apex nice converse soho mach conde cutler mango tame bender posse plunge
    ama stains mojo hickory este mons pau essex oral battle reading java rugby derby sandwich
    commerce progress samba fuji data lead march split enterprise of time date sultan golf harbor
    harbour bay beach court park hill hills valley river lake north south east west centre center
    merit bush story reform normal price strong design support product sales finance marketing legal
    people community operations excel oracle swift ruby python julia django kafka flask pandas scala
    puma tesla siemens dart oracle toyota nokia honda nada brent merlo bello serra kotlin savar kota
    konak fatih kita golfe minna batu mango manta colon union progreso libertad esperanza victoria
    independencia marka meads neihu bole bade bida toto nova alta chi tula lusaka-x sari ota mito
    boma buda sodo kure loni durg puri gaya anand banan coro salta mau mauá miri"""
)
"""Cities that are words, tools or companies too: places only where somebody lives, was born or has an office."""

DEMONYMS = _words(
    """afghan albanian algerian american angolan argentine argentinian armenian australian austrian
    azerbaijani bahamian bahraini bangladeshi barbadian belarusian belgian belizean beninese
    bhutanese bolivian bosnian brazilian british bulgarian burmese burundian cambodian cameroonian
    canadian chadian chilean colombian congolese croatian cuban cypriot danish dominican ecuadorian
    egyptian emirati eritrean estonian ethiopian fijian filipino filipina ghanaian gambian georgian
    guatemalan guinean guyanese haitian honduran indian indonesian iranian iraqi irish israeli
    ivorian jamaican jordanian kazakh kenyan kuwaiti kyrgyz lebanese liberian libyan malagasy
    malawian malaysian malian maltese mauritian mexican moldovan mongolian moroccan mozambican
    namibian nepalese nepali nicaraguan nigerian norwegian omani pakistani palestinian panamanian
    paraguayan peruvian qatari rwandan salvadoran samoan saudi scottish senegalese serbian
    sierra-leonean singaporean slovak slovenian somali sudanese surinamese swiss syrian taiwanese
    tajik tanzanian togolese trinidadian tunisian turkmen ugandan ukrainian uruguayan uzbek
    venezuelan vietnamese welsh yemeni zambian zimbabwean african european asian lankan rican
    arabian caribbean zealander scandinavian nordic baltic iberian balkan catalan basque galician
    flemish walloon bavarian sicilian andalusian latin-american south-african parisian londoner
    english french spanish portuguese german italian dutch swedish finnish polish czech hungarian
    romanian greek turkish russian chinese japanese korean thai arabic hindi icelandic latvian
    lithuanian"""
)

LANGUAGES = _words(
    """english french spanish portuguese german italian dutch swedish finnish polish czech hungarian
    romanian greek turkish russian chinese japanese korean thai arabic hindi icelandic latvian
    lithuanian danish norwegian estonian slovak slovenian serbian croatian bosnian bulgarian
    albanian ukrainian belarusian irish welsh catalan basque galician flemish armenian georgian
    azerbaijani kazakh uzbek kyrgyz tajik mongolian nepali nepalese somali vietnamese indonesian
    burmese malagasy afghan filipino latin maltese samoan"""
)
"""Demonyms that are names of languages too; other languages (Swahili, Wolof) are never touched."""

OF_A_LANGUAGE = _words(
    """teacher teachers teaching lesson lessons speaker speakers speaking language languages class classes
    course courses literature translation translations translator translators grammar version
    versions text texts native fluency tutor tutoring tutors alphabet poetry poems subtitles
    documentation interpreter interpreters linguist only words vocabulary dictionary book books
    novel novels letters conversation script skills exam exams level"""
)
TOLD_IN_A_LANGUAGE = _words(
    """speak speaks speaking spoke spoken translate translates translated translating learn learns learning
    learned learnt teach teaches teaching taught study studying studied fluent native conversational
    basic broken mother business improve improving read reads write writes writing wrote written
    understand understands perfect good better bad my"""
)
FUNCTION_WORDS = _words(
    """a about after all also am an and are as at be because been before but by can could did do does
    during each for from had has have he her here his how i if in into is it its just may me might
    more my no nor not now of on once only or our out over own per she should since so some such
    than that the their them then there these they this those through to too under until up very was
    we well were what when where which while who whose why will with without would yet you your at
    home fluently daily weekly every"""
)
HAS_A_PLACE = _words(
    """office offices market markets team teams branch branches plant plants factory factories warehouse
    warehouses hub hubs site sites subsidiary subsidiaries division region regional campus
    headquarters hq operation operations business businesses customer customers client clients user
    users government ministry startup startups start-up company companies bank banks lab labs store
    stores shop shops community communities chapter launch expansion entity unit desk culture law
    laws tax taxes economy supplier suppliers partner partners colleagues staff employees engineers
    developers analysts managers designers leads accounts account sales depot port harbour airport
    venue venues museum museums theatre theatres school schools university universities factory
    border authorities investors subsidiary meetup conference network mentors mentees members
    rollout roll-out entity payroll regulator regulators market-entry crew crews rota programme
    programs programmes project projects studio location"""
)
"""Before one of these a place tells where it is: “our Kenya office”."""

WHERE = _words(
    "in across throughout near inside within into visited visiting toward towards beyond outside around"
)
MOVES = _words(
    """moved moving move back relocated relocating relocate travelled traveled travelling travel flew
    flying fly came come coming returned returning commuted commuting commute expanded expanding
    expansion export exports exported exporting import imports imported shipped shipping ship sent
    over emigrated immigrated migrated went go going trip trips visit flights flight ferry ferries
    bus buses train trains route routes transfer transferred deliveries deliver delivered road drove
    drive cycled walked sailed originally refugee refugees roots"""
)
PARTS_OF_A_PLACE = _words(
    """city town state north south east west northern southern eastern western capital government republic
    coast port outskirts suburb suburbs island centre center middle half most all parts part region
    province county district area village villages people streets markets kingdom"""
)
BEFORE_A_PLACE = _words(
    """the central northern southern eastern western rural downtown greater urban north south east west all
    of most upper lower mainland nearby"""
)
BESIDE_A_DEMONYM = _words(
    "north south east west central southeast latin eastern western northern southern sri costa puerto saudi new pan"
)
"""First words of demonyms of two: South African, Sri Lankan."""
EXPERIENCE_IN = _words(
    """skills skill experience experienced interest interested courses course expert expertise specialise
    specialised specialising background certified trained training proficient built written coded
    programming"""
)
