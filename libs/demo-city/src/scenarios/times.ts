import { act, corrected, date, late, moved, refusedWith, scene, type Scenario } from './scenario.ts';
import { NEIGHBOUR, investigator, leader, procurator } from './actors.ts';
import { NINE, caseOnFile, detain, detainedOnce, suspectIn } from './common-acts.ts';

const PAPER = date('2020-04-08');

export const lateEntry: Scenario = {
  name: 'late-entry',
  number: 1,
  title: { zh: '补录：2019年的刑拘很晚才录入', en: 'Late entry: a detention of 2019 recorded long after' },
  what: {
    zh: '嫌疑人2019年6月被刑事拘留，很久以后才录入系统。截至2020年4月8日的F05取决于按何时所知来问：补录之前少一名，补录之后多一名；补录须由第二人批准（K10）。',
    en: 'A suspect was detained in June 2019, and nobody recorded it until much later. F05 as of 8 April 2020 depends on when one asks as known: one less before the entry, one more after it. A late entry takes a second person (K10).',
  },
  scenes: (run) => {
    const filed = date('2019-06-10');
    const detained = date('2019-06-14');
    const { file, acts } = caseOnFile(run, 'late', filed);
    const { suspect, acts: opening } = suspectIn(run, file, 'late', filed);
    const detention = detain(run, suspect, detained);
    return [
      scene(
        '2019年6月的案件和嫌疑人补录在案，均经第二人批准。',
        'The case of June 2019 and the suspect are put on record, each act approved by a second person.',
        late([...acts, ...opening]),
        moved(PAPER, {}),
      ),
      scene(
        '一个人不能自行补录一年前的刑拘。',
        'Nobody records so old a detention alone.',
        [refusedWith('correction/second-person-required', detention)],
        moved(PAPER, {}),
      ),
      scene(
        '刑拘经二人补录：自拘留之日起计入，此前所知不变。',
        'Two persons record the detention: it counts from its own day on, and what was known before stays as it was.',
        [corrected(detention)],
        moved(date('2019-06-13'), {}),
        moved(detained, detainedOnce),
        moved(PAPER, detainedOnce),
        { asOf: PAPER, figure: 'F05', steps: { gross: 1 } },
      ),
    ];
  },
};

export const edgesOfTheDay: Scenario = {
  name: 'edges-of-the-day',
  number: 20,
  title: { zh: '日期的边界', en: 'The edges of a day' },
  what: {
    zh: '早于起因的日期、将来的日期一律拒绝。截至2020年4月8日，当日北京时间23:59:59的刑拘计入；世界时4月8日16:30即北京时间4月9日，不计入。',
    en: 'A date before its cause and a date in the future are refused. As of 8 April 2020 a detention at 23:59:59 of that day in Shanghai counts; one at 16:30 UTC of 8 April is on 9 April there and does not.',
  },
  scenes: (run) => {
    const next = date('2020-04-09');
    const { file, acts } = caseOnFile(run, 'edges', date('2020-04-06'));
    const first = suspectIn(run, file, 'edges-1', date('2020-04-06'));
    const second = suspectIn(run, file, 'edges-2', date('2020-04-06'));
    const evening = act(second.suspect, 'Detain', { warrantNumber: `D-${run.serial}`, at: '2020-04-08T16:30:00Z', ground: 'CPL82_1' }, leader(), PAPER);
    return [
      scene('2020年4月6日立案，有两名嫌疑人。', 'A case of 6 April 2020 with two suspects.', late([...acts, ...first.acts, ...second.acts]), moved(next, {})),
      scene(
        '刑拘日期不得早于立案，也不得在将来。',
        'No detention is dated before the case was filed, and none in the future.',
        [
          refusedWith('suspect/before-filing', corrected(detain(run, first.suspect, date('2020-04-05')))),
          refusedWith('date/in-future', detain(run, first.suspect, run.day(1))),
        ],
        moved(run.day(1), {}),
      ),
      scene(
        '4月8日23:59:59（北京时间）刑拘：截至4月8日计入。',
        'Detained at 23:59:59 of 8 April in Shanghai: counted as of 8 April.',
        [corrected(detain(run, first.suspect, PAPER, { time: '23:59:59+08:00' }))],
        moved(date('2020-04-07'), {}),
        moved(PAPER, detainedOnce),
      ),
      scene(
        '世界时4月8日16:30不是北京时间4月8日：记为4月8日的被拒绝，记为4月9日的只从4月9日起计入。',
        '16:30 UTC of 8 April is not 8 April in Shanghai: dated so it is refused, and dated 9 April it counts from 9 April only.',
        [refusedWith('suspect/another-day', corrected(evening)), corrected({ ...evening, on: next })],
        moved(PAPER, detainedOnce),
        moved(next, { F05: 2, 'F05-times': 2 }),
      ),
    ];
  },
};

export const monthEnds: Scenario = {
  name: 'month-ends',
  number: 26,
  title: { zh: '月末期限', en: 'Terms that end with the month' },
  what: {
    zh: '以月计算的期限：从月末起算到月末，没有该日的到当月最后一日（R2）。2019年1月31日执行逮捕，两个月侦查羁押期限到3月31日；2019年8月31日冻结，六个月到2020年2月29日（闰年）。',
    en: 'Terms in months: from the last day of a month to the last day of a month, and to the last day where the date does not exist (R2). Custody after an arrest of 31 January 2019 runs two months, to 31 March; a freeze of 31 August 2019 six months, to 29 February 2020, a leap year.',
  },
  scenes: (run) => {
    const filed = date('2019-01-20');
    const arrestedOn = date('2019-01-31');
    const { file, acts } = caseOnFile(run, 'terms', filed);
    const { suspect, acts: opening } = suspectIn(run, file, 'terms', filed);
    const review = run.stream('arrest_review', 'terms');
    const number = `SC-${run.serial}`;
    const extended = (rung: 1 | 2, on: string) => corrected(act(suspect, 'ExtendCustody', { rung, approvedBy: 'pp-370200' }, procurator(), date(on)));
    const account = run.stream('asset', 'terms');
    const frozenOn = date('2019-08-31');
    const renewed = (until: string, on: string) => corrected(act(account, 'RenewAssetMeasure', { until: date(until) }, leader(), date(on)));
    const arrested = { ...detainedOnce, F06: 1, F07: 1, 'F07-times': 1 };
    return [
      {
        ...scene('日历的计算。', 'How the calendar reckons.', []),
        expected: [
          { from: date('2019-01-31'), months: 1, ends: date('2019-02-28') },
          { from: date('2019-02-28'), months: 1, ends: date('2019-03-31') },
          { from: date('2019-12-30'), months: 2, ends: date('2020-02-29') },
          { from: date('2019-08-31'), months: 6, ends: date('2020-02-29') },
          { from: date('2020-02-29'), months: 6, ends: date('2020-08-31') },
          { from: date('2019-10-09'), months: 6, ends: date('2020-04-09') },
        ],
      },
      scene(
        '2019年1月31日执行逮捕。',
        'An arrest is executed on 31 January 2019.',
        late([
          ...acts,
          ...opening,
          detain(run, suspect, date('2019-01-25')),
          act(suspect, 'RequestArrest', { fileNumber: number }, leader(), date('2019-01-26')),
          act(review, 'OpenArrestReview', { fileNumber: number, case: file, suspects: [suspect], scope: 'EVIL' }, procurator(), date('2019-01-27')),
          act(review, 'ApproveArrest', { suspect, decisionNumber: number }, procurator(), date('2019-01-30')),
          act(suspect, 'ExecuteArrest', { review, warrantNumber: number, at: `${arrestedOn}T${NINE}` }, leader(), arrestedOn),
        ]),
        moved(arrestedOn, arrested),
      ),
      scene(
        '4月1日申请延长为时已晚，3月31日尚在期限之内；延长一个月到4月30日，5月1日再延长又为时已晚。',
        'On 1 April an extension comes too late, on 31 March it does not; with one month more custody ends on 30 April, and 1 May is too late again.',
        [
          refusedWith('suspect/extension-after-expiry', extended(1, '2019-04-01')),
          extended(1, '2019-03-31'),
          refusedWith('suspect/extension-after-expiry', extended(2, '2019-05-01')),
          extended(2, '2019-04-30'),
        ],
        moved(date('2019-05-01'), arrested),
      ),
      scene(
        '2019年8月31日的冻结到2020年2月29日：3月1日不能续冻，当日可以，续冻不得超过8月31日。',
        'A freeze of 31 August 2019 ends on 29 February 2020: it cannot be renewed on 1 March, it can on that day, and not beyond 31 August.',
        [
          ...late([
            act(account, 'IdentifyAsset', { kind: 'DEPOSIT', label: `SC-${run.serial}`, case: file }, investigator(), frozenOn),
            act(account, 'FreezeAsset', { measureNumber: number }, leader(), frozenOn),
          ]),
          refusedWith('asset/renewal-after-expiry', renewed('2020-08-31', '2020-03-01')),
          refusedWith('asset/beyond-term', renewed('2020-09-01', '2020-02-29')),
          renewed('2020-08-31', '2020-02-29'),
        ],
        moved(date('2020-03-01'), arrested),
      ),
    ];
  },
};

export const afterPublication: Scenario = {
  name: 'correction-after-publication',
  number: 22,
  title: { zh: '公布之后的更正', en: 'A correction after the figures were published' },
  what: {
    zh: '数字公布后，一项刑拘因违法被撤销，另一区市的一项破案被撤销。按公布时所知，数字永远不变；按现在所知，数字减少，勾稽表说明由哪一类更正造成。',
    en: 'After the figures were given out a detention is annulled as unlawful, and a crack is revoked in another district. As known then the figures stay for ever; as known now they are lower, and the steps from gross to net say which kind of correction did it.',
  },
  scenes: (run) => {
    const [filed, published, today] = [run.day(-20), run.day(-12), run.today];
    const one = caseOnFile(run, 'published-1', filed);
    const { suspect, acts } = suspectIn(run, one.file, 'published-1', filed);
    const other = caseOnFile(run, 'published-2', filed, { district: NEIGHBOUR });
    const part = suspectIn(run, other.file, 'published-2', filed, { district: NEIGHBOUR });
    const given = { ...detainedOnce, F04: 1 };
    return [
      scene(
        '公布时：刑拘一名，破案一起。',
        'When they are published: one person detained, one case cracked.',
        [
          ...[...one.acts, ...acts, ...other.acts, ...part.acts],
          detain(run, suspect, run.day(-18)),
          act(other.file, 'CrackCase', { suspects: [part.suspect] }, leader(NEIGHBOUR), run.day(-17)),
        ],
        moved(published, given),
        moved(today, given),
        { asOf: today, figure: 'F04', steps: { gross: 1 } },
      ),
      scene(
        '公布之后，刑拘和破案先后被撤销（K2）：自决定之日起退出，公布日的数字不变。',
        'Later the detention is annulled and the crack revoked (K2): both leave from the day of the decision, the day of the paper keeps them.',
        [
          corrected(act(suspect, 'AnnulDetention', { ground: 'unlawful' }, investigator(), run.day(-5))),
          corrected(act(other.file, 'RevokeCrack', { ground: 'wrong suspect' }, investigator(NEIGHBOUR), run.day(-4))),
        ],
        moved(published, given),
        moved(run.day(-5), { F04: 1 }),
        moved(today, {}),
        { asOf: today, figure: 'F05', steps: { gross: 1, K2: -1 } },
        { asOf: today, figure: 'F04', steps: { gross: 1, K2: -1 } },
      ),
    ];
  },
};
