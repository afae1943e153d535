/**
 * Words that English sentences are made of. They are never taken for a misspelt name, and a misspelt word that is
 * nearest to one of them is that word. General language; nothing of any trade.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a able aside broke beyond chose spoke threw grew knew meant kept felt froze woke wore tore bore beat blew flew hid rode rose shook stole struck swam sang sank swore taught thought fought bought slept swept wept dealt bent lent spent strict owe owes owed about above absolutely accept access accident according account accountant accounting accounts accurate across act action
active activity actual actually ad added addition additional address adjust administrator admit advance advice affect after afternoon again against age
agency agent ages ago agree agreed ahead aim air all allow allowed almost alone along alphabetical already also alternative although altogether always am among amount
an analysis analyst analysts analyze analyse and announce annual another answer any anybody anymore anyone anything anyway anywhere apart apparently appear
apply appreciate approach appropriate approve april are area areas argue around arrange arrival arrive article as ask asked asking asks assume at
attach attempt attention audience audit august author auto automatic available avoid away back background bad badly balance ball bank banks bar
base based basic basically basis batch be bear became because become becomes bed been before began begin beginning behaviour behavior behind being
believe below benefit best bet better between beyond big bigger biggest bill billed billing bills bit black block blue board body book booked booking books border
born boss both bottom bought bound box branch break bring broken brought budget budgets build building built bulk business busy but buy buyer buying by calculate calculation
calendar call called calling calls came can cancel cancelled candidate cannot capacity car card cards care carefully carry case cases cash catch category cause causes
center central centre certain certainly chair challenge chance change changed changes channel chapter charge charged charges chart chat cheap cheaper check
checked chief child choice choose chosen city claim claims class classes clean clear clearly click client clients close closed closer club code codes coffee
cold collect collected colleague colleagues column come comes coming comment committee common community company compare compared comparison
compete complain complained complaint complaints complete completed completely complex computer concern concerned condition conditions conduct confirm confuse confused confusing confusion
connect consider considered consist constant contact contain contained contains content context continue contract control controller conversation
cool copy core corner correct correctly cost costs could council count country county couple course court cover create created credit criteria critical cross
cure curious current currently customer customers cut daily damage data database date dates day days deal dear death debate december decide decided decimal decision deck
declare decrease deep define definitely degree delay delayed delays delete deliver delivered delivery demand department depend depends describe design
desk detail details determine develop development device did die differ difference different difficult digit digits dinner direct direction
directly director directors discount discounts discuss discussed discussion display distance distract distribution district divide do doctor document does doing dollar dollars done door
double doubt doubts down draft draw drive driven driver drivers drop dropped due during duty each earlier early earn ease easier easily east easy
economy edge effect effective effort eight either eleven else elsewhere email employee employees empty end ended ending energy engine engineer enjoy
enough enter entire entirely entry environment equal equally error errors especially estimate etc even evening event events eventually ever every everybody
everyone everything evidence exact exactly example except exist expect expected expensive experience explain export express extra extremely eye face
fact factor fail failed fair fairly faith fall false family fan far farm fast faster favorite february fee feel feeling fees feet fell few fewer field fields fifteen fifty figure
figures file filed files fill filled final finally finance financial find finding fine finish fire firm firms first fit five fix flag fleet flight floor flow fly focus folder folks follow following
food foot for force forget form format former forms forth forty forward found four frame free freight frequency frequently friday fridays friend from front full fully fun function fund funny
further future gain game garbage gas gave general generally get gets getting give given gives giving glad go goal goes going gone good goods got government grade graph great green
grey gross ground group groups grow growth guess guest guests guide guy guys had half hand handbook handed handle hang happen happened happens happy hard hardly has hate have having
he head heading health hear heard heart heat heavily heavy held hello help helped helpful helping helps hence her here hi hidden high higher highly him himself his
history hit hold holding holds home honestly hope hospital hot hotel hour hourly hours house how however huge human hundred hurt i idea ideal ideas identify if ignore
image imagine impact import important impossible improve in include included including income increase indeed index industry influence inform information initial inside instance instead
insurance integer intend interest interested interesting into introduce invest investigate invoice invoices involve is issue issues it item items its itself january job jobs join joint journey july jump june
just keep keeps kept key keys kid kill kind kinds knew know known knows lack land language large largely larger last late lately later latter law lay lead leader leaders
learn least leave leaves leaving led left legal length less let letter letters level levels liability lie life light like likely limit limited line lines link list listed lists little live loan local
located location locations logic lonely long longer look looked looking looks lose loss lost lot lots love lovely low lower luck lunch machine made mail main mainly maintain
major make makes making man manage managed management manager managers manual many map march margin mark market marketing match material matter matters maximum may maybe me mean meaning means measure
measured media medical medium meet meeting meetings member members mention mentioned menu message met meter method methods middle might mile miles million mind mine minor minus minute
minutes miss missed missing mistake mode model modern moment moments monday mondays money monitor month monthly months mood more morning most mostly move moved movement much multiple must
my name named names narrow nature near nearly necessary need needed needs negative neither net network never new news next nice night nights nine no nobody noise none nor normal
normally north not note notes nothing notice noticed notify noun november now nowhere number numbers object obvious obviously occasion occur occurs october odd of off offer office officer offices official often
oh oil ok okay old older on once one ones only onto open opened opening operation operations operator opinion opportunity option options or orange order ordered orders ordinary organization organisation organise original
other others otherwise ought our out outcome outcomes output outside over overall overnight own owner owners package packages page pages paid pair panel paper paragraph parent park part partial particular particularly parties
partly partner partners parts party pass passed past patent path patient patients pattern pay payed paying payment payments pays peak people per perfect perform performance perhaps period periods permanent
permit person personal phase phone photo phrase pick picked picture piece pieces place placed places plan plane planned planning plans plant platform play player please plenty plot plus point points policy
poor popular population position positive possible possibly post postal potential pound pounds power practice prefer prepare presence present presentation president press pressure pretty prevent previous
previously price prices pricing primary prime print prior private probably problem problems procedure process produce product products production profession professor profile profit program
progress project promise proper properly property proposal protect prove provide provided provider public pull pulled purchase purchases purpose push put quality quarter quarterly quarters question
questions quick quickly quiet quite quote race raise raised raises ran random range ranges rapid rare rarely rate rates rather ratio raw reach read reading reads ready real realise realize really reason reasons receive
received recent recently recognise recognize record recorded records red reduce refer reference regard regarding region regional regular relate related relation relationship release relevant rely remain
remember remind remote remove rename rent repair repeat replace reply report reported reporting reports request requested requests require required research resort reserve resource respect respond response responsible rest restaurant
result results retail return returned returns revenue reverse review reviews rich ride rides right ring rise risk river road role roll room rooms round route routes row rows rule rules run running runs
safe safety said salary sale sales same sample saturday saturdays save saved savings saw say saying says scale scales schedule school science scope score scores screen script sea search season seat second
secondary seconds secret section sector security see seem seemed seems seen segment select self sell seller send senior sense sent sentence separate separately september serious seriously serve service services session set
seven several severe shall shape share shared sharp she sheet shift shifts ship shipment shipments shipped shipping shop shops short shortly shot should show showed showing shown shows side sight sign signal significant silent similar
simple simply since single sister sit site sites situation six size sizes skill skip sleep slide slightly slow slower slowly small smaller smart smooth so social soft software sold sole solid solution solve some somebody somehow
someone something sometime sometimes somewhat somewhere son soon sorry sort sorts sound source sources south space spare speak special specific speed spell spend spending spent split spoke spot spread spring square staff
stage stand standard start started starting starts state stated statement states station statistics status stay stays step steps sticks still stock stocks stop stopped stops storage store stored stores story straight strange strategy stream street strength stress
strict strong structure struggle student study stuff stumble style subject submit success such sudden suddenly suggest suggested suit sum summary summer sunday sundays super supplier suppliers supply support suppose supposed sure surely surface
surprise surprised survey switch switched system systems table tables take taken takes taking talk talking talks target task tax taxes teach team teams tech technical technology tell telling ten tend term terms test tests text than thank
thanks that the their them themselves then theory there therefore these they thing things think thinking third this those though thought thousand thousands three through throughout throw thursday thursdays ticket tickets tight till time times
tiny tip title to today together told tomorrow tonight too took tool top topic total totally totals touch tough tour toward towards town track trade traffic train transfer transport travel treat treatment trend trouble truck trucks true trust truth try
trying tuesday tuesdays turn turned twelve twenty twice two type types typical typically unable uncertain under understand understands unfortunately union unique unit units university unknown unless unlike until unusual up upcoming update updated upon
us use used useful useless user users uses using usual usually vague valid value values various vary vehicle version versus very via video view views visible visit visits visitor visitors visual voice volume vs wait waited waiting walk wall
want wanted wanting wants war warehouse warm was waste watch water way ways we weak weather web website wednesday wednesdays week weekend weekends weekly weeks weigh weight welcome well went were west what whatever when whenever
where whereas wherever whether which while white who whoever whole whom whose why wide wild will willing win wind window wine winter wise wish with within without woman women wonder wondered wondering wood word words work worked worker
workers working works world worried worries worry worse worst worth would write writing written wrong year yearly years yellow yes yesterday yet yield you young your yours yourself zero zone zones
add admin aggregation alert american annotate anomaly approval assistant attribute automatic awesome axis begun belong bin bookmark boolean bot bypass
canadian cluster colour compute conceal configure consumer convert cook crash credential cumulative curl dark dashboard debug definition deny depart departure deploy
derive derived destroy dimension disable discard discharge disregard doc documentation download drill edit elect eliminate enable erase euro everywhere exceed excel execute exit expose extract
filter font forecast formula gauge generate grand grant guard hack handy icon implement indicator ingest input insert install instruction invent invisible label layer layout lease legend
logo macro maximal merge migrate minimal modify notification omit override paint password pause permission pie ping pipeline plain portion pragma predict
privilege projection prompt publish purge quantity quotient rank rebuild recalculate recommend redefine refactor refresh relabel reload render repository
reset resolve restart restore restrict resume retire retitle reveal revert revoke rewrite room schema semantic separator settle slack slice statistic string subscribe subscription sync
tag tier token tooltip translate trigger truncate undo upgrade upload upward variance verification widget wipe
alter automatically axes circumvent clone combined correlation deviation dev log logs outlier percentile quantile quartile powerpoint regression subprocess summarise summarize turnaround backfill sing
hotel revenue weather satisfaction blank nil patch oldest newest youngest lighter heavier lightest slowest fastest greatest blanks adds added maria john
react reaction proof prove evidence loyal brave calm capable careful careless casual chronic clever clumsy constant costly crazy crowded curious decent dense dirty distinct dumb eager elder elderly elegant faint faithful familiar famous fancy
fertile fierce firm flat fond fragile frequent gentle genuine giant gradual harsh honest idle intense keen lazy lengthy liable literal loose loud mature mild minimal moderate modest mutual native neat nervous noisy notable odd
outdated overdue pale patient peculiar polite precise premium profitable promising prompt prone proud pure radical rapid raw reliable reluctant remarkable repeated rigid rough rude sad sceptical scarce severe shallow sharp shy silly
sincere sloppy solid sour stable steady steep strange stubborn subtle sudden superior surplus suspicious swift tall temporary tender thick thin thorough tidy timely tricky typical ugly unpaid unstable upset urban vague valuable
vast vital vivid vulnerable wealthy weird worthy productivity performance efficiency effectiveness utilisation utilization usage popularity workload regulator reinsurer auditor lender landlord tenant inspector board committee
bread butter dough cheese coffee dessert fruit meat rice salad soup sugar brand brick cage candle cattle chain chapel cheque chest circle climate coal coast coin column cotton crew crop crowd deck desk donkey dozen drug dust
egg elephant envelope fabric fence fever fiction flame flour fog folk forest fork fuel fur garden giraffe glove goat grain grass guard gun gym habit hall hammer harbour harbor hat hay helmet herd hill hobby hole honey hook horn horse
horses dog dogs cat cats rabbit pet pets bird fish cow pig sheep insect animal animals breed owner vet vets nurse nurses ticket label lamp lane lawn leaf leather lemon lift lion lip liver lock lorry mayor meal medal mill mirror monk
mouse mouth mud muscle museum nail neck needle nest novel nut oak oven pain palm pan path pavement peak pearl pen pencil pepper photo piano pig pillow pilot pipe pitch plate pocket poem poet pole pond pool port pot pottery pound prayer
prize queen rail rain ranch rat ribbon rice rock rocket rod rope rose rubber rug sack sailor salt sand sauce seed sheet shelf shell shirt shoe shore shoulder silk silver singer skin skirt sky slope smoke snake snow soap sock soil song
soup spoon stair stamp steam steel stem stomach stone storm stove straw string suit sword tail tank tap tape tea tent thread throat thumb tie tin toe tongue tooth towel tower toy tractor tray tree tribe tube tunnel twin valley van vase
vessel wagon waist wheat wheel whip whistle wing wire wolf wool wrist yard donkeys don't doesn't isn't aren't won't can't i'm we're they're it's that's let's`.split(
    /\s+/u,
  ),
);
