import type { InTwoLanguages } from './figure.ts';

/** The fields of the paper (六大领域). Two of them publish no figures. */
export const areas = {
  A1: { zh: '政治安全', en: 'Political security' },
  A2: { zh: '扫黑除恶', en: 'Organised crime' },
  A3: { zh: '基层治理', en: 'Grassroots governance' },
  A4: { zh: '公共安全', en: 'Public safety' },
  A5: { zh: '信访维稳', en: 'Petitions and stability' },
  A6: { zh: '服务发展', en: 'Services for development' },
} as const satisfies Record<string, InTwoLanguages>;
export type Area = keyof typeof areas;

/** What a part of a sentence depends on; see `conditions` in white-paper.ts. */
export type Condition =
  | 'isDemo'
  | 'isPublication'
  | 'isNoPublication'
  | 'someAcquitted'
  | 'assetsMoved'
  | 'assessmentsDue'
  | 'noAssessmentsDue'
  | 'allAdvised'
  | 'notAllAdvised'
  | 'someAdvised'
  | 'disciplineShown'
  | 'disciplineHidden'
  | 'disciplineReleased'
  | 'isRising'
  | 'isNotRising'
  | 'noRates';
type Part = InTwoLanguages & { readonly when?: Condition };
export type Paragraph = { readonly id: string; readonly area?: Area; readonly parts: readonly Part[] };

/**
 * The sentences of the paper. `{F04}` is a printed figure, `{F04:case|cases}` the noun that agrees with it, `{asOf}` and the like are facts of the
 * publication. Role words follow the stage: suspect, defendant; nobody is called guilty here (CPL 12).
 */
export const paragraphs: readonly Paragraph[] = [
  {
    id: 'synthetic',
    parts: [{ when: 'isDemo', zh: '本报告数据为虚构演示数据。', en: 'The figures in this paper are synthetic data for demonstration.' }],
  },
  {
    id: 'head',
    parts: [
      { zh: '本报告数据{asOf}，', en: 'Figures are stated {asOf}, ' },
      { when: 'isPublication', zh: '由{owners}分别核定，', en: 'certified by {owners}, ' },
      { when: 'isNoPublication', zh: '未经核定，', en: 'certified by nobody, ' },
      {
        zh: '统计规则{ruleSet}，数据版本{publicationVersion}。判决生效前的涉黑涉恶表述均为办案机关认定，不代表有罪。',
        en: 'under counting rules {ruleSet}, data version {publicationVersion}. Before an effective judgment every reference to organised crime is an allegation by the handling organ and not a finding of guilt.',
      },
    ],
  },
  {
    id: 'political-security',
    area: 'A1',
    parts: [{ zh: '政治安全领域：本期不公布数据。', en: 'Political security: no figures are published for this period.' }],
  },
  {
    id: 'police',
    area: 'A2',
    parts: [
      {
        zh: '{place}累计打掉涉黑社会性质组织{F01}、涉恶犯罪集团{F02}和其他犯罪团伙{F03}；破获相关刑事案件{F04}，依法刑事拘留犯罪嫌疑人{F05}。',
        en: '{inPlace}, {F01} {F01:mafia-type organisation|mafia-type organisations}, {F02} {F02:evil-force criminal group|evil-force criminal groups} and {F03} {F03:other criminal gang|other criminal gangs} were dismantled; {F04} {F04:criminal case was|criminal cases were} cracked and {F05} {F05:suspect was|suspects were} placed under criminal detention.',
      },
    ],
  },
  {
    id: 'justice',
    area: 'A2',
    parts: [
      {
        zh: '检察机关批准逮捕{F06}{F07}，向法院提起公诉{F08}{F09}；法院受理{F10}，其中审结{F11}、涉及被告人{F12}',
        en: 'The procuratorates approved arrests in {F06} {F06:case|cases} ({F07} {F07:person|persons}) and instituted {F08} {F08:prosecution|prosecutions} against {F09} {F09:defendant|defendants}. The courts took on {F10} {F10:case|cases} and concluded {F11}, involving {F12} {F12:defendant|defendants}',
      },
      { when: 'someAcquitted', zh: '（含宣告无罪{F12-acquitted}）', en: ' (including {F12-acquitted} acquitted)' },
      { zh: '。注：法院件数含一审、二审和重审。', en: '. Court counts include first instance, appeal and remanded trials.' },
    ],
  },
  {
    id: 'assets',
    area: 'A2',
    parts: [
      {
        zh: '依法查封、扣押、冻结的涉案资产累计估值{F13}',
        en: 'Assets sealed, seized or frozen under law were valued at {F13} in total',
      },
      {
        when: 'assetsMoved',
        zh: '，其中已返还{F13-returned}、已上缴国库{F13-treasury}、仍在控{F13-held}',
        en: ', of which {F13-returned} was returned, {F13-treasury} paid to the treasury and {F13-held} is still under control',
      },
      { zh: '。', en: '.' },
    ],
  },
  {
    id: 'umbrella',
    area: 'A2',
    parts: [
      {
        when: 'disciplineShown',
        zh: '纪检监察机关核查相关腐败和“保护伞”线索{F14}，立案查处{F15}{F16}，其中充当“保护伞”和履职不力的{F17}{F18}。',
        en: 'Discipline and supervision organs checked {F14} {F14:lead|leads} on related corruption and protective umbrellas and pursued {F15} {F15:case|cases} involving {F16} {F16:person|persons}; {F17} of these cases, involving {F18} {F18:person|persons}, concerned sheltering or dereliction of duty.',
      },
      {
        when: 'disciplineHidden',
        zh: '纪检监察机关的数字不按区市单独公布。',
        en: 'The figures of the discipline and supervision organs are not published separately for this part of the city.',
      },
      {
        when: 'disciplineReleased',
        zh: '注：纪检监察数字{releasedOn}，不足五的变动不单独公布。',
        en: ' Figures of these organs are stated {releasedOn}; changes of fewer than five are not published separately.',
      },
    ],
  },
  {
    id: 'rectification',
    area: 'A2',
    parts: [
      {
        zh: '围绕办案中发现的监管漏洞，四类机关共发出建议{F19}，主管部门出台整治方案{F20}、完善制度机制{F21}、销号问题{F22}。',
        en: 'On regulatory gaps found in these cases the four kinds of organ issued {F19} {F19:recommendation|recommendations}; departments adopted {F20} rectification {F20:plan|plans}, improved {F21} {F21:rule or mechanism|rules and mechanisms} and closed {F22} {F22:problem|problems}.',
      },
    ],
  },
  {
    id: 'governance',
    area: 'A3',
    parts: [
      {
        zh: '{place}设基础网格{F23}，专兼职网格员{F24}；已建视频监控{F25}、电子卡口{F26}、人脸识别设备{F27}，清单内重点部位覆盖率{F28}、联网率{F29}。',
        en: '{Place} runs {F23} basic {F23:grid|grids} with {F24} full- and part-time grid {F24:worker|workers}, and has {F25} video {F25:point|points}, {F26} electronic {F26:checkpoint|checkpoints} and {F27} face-recognition {F27:installation|installations}; coverage of listed key sites is {F28} and networking {F29}.',
      },
    ],
  },
  {
    id: 'risk',
    area: 'A4',
    parts: [
      {
        when: 'assessmentsDue',
        zh: '2019年应评估的市级重大工程项目，稳评完成率{F30}。',
        en: 'In 2019, {F30} of the city-level major projects subject to social-stability risk assessment had been assessed before decision.',
      },
      {
        when: 'noAssessmentsDue',
        zh: '2019年尚无应评估的市级重大工程项目，稳评完成率{F30}。',
        en: 'In 2019, no city-level major project subject to social-stability risk assessment had been decided; the rate is {F30}.',
      },
    ],
  },
  {
    id: 'petitions',
    area: 'A5',
    parts: [{ zh: '信访与维稳领域：本期不公布数据。', en: 'Petitions and stability: no figures are published for this period.' }],
  },
  {
    id: 'business',
    area: 'A6',
    parts: [
      {
        zh: '聘任法治营商环境监督员{F31}；{F32}政法干部与{F33}民营企业建立联系。',
        en: '{F31} business-environment {F31:supervisor was|supervisors were} engaged, and {F32} political-legal {F32:officer is|officers are} linked with {F33} private {F33:enterprise|enterprises}.',
      },
    ],
  },
  {
    id: 'legal-services',
    area: 'A6',
    parts: [
      {
        zh: '公共法律服务中心市级{F34}、区市级{F35}，镇街服务站{F36}；',
        en: 'Public legal services: {F34} city-level and {F35} district-level {F35:centre|centres}, {F36} town and street {F36:station|stations}; ',
      },
      { when: 'allAdvised', zh: '{F37}社区村居均有法律顾问', en: 'all {F37} communities and villages have a legal adviser' },
      { when: 'someAdvised', zh: '{F37}社区村居有法律顾问', en: '{F37} communities and villages have a legal adviser' },
      { when: 'notAllAdvised', zh: '{F37}社区村居有法律顾问（共{F37-of}）', en: '{F37} of {F37-of} communities and villages have a legal adviser' },
      {
        zh: '。全年提供服务{F38}、参与调处纠纷{F39}、出具法律意见{F40}、举办宣传{F41}。',
        en: '. Services numbered {F38}, mediations joined {F39}, legal opinions {F40} and publicity events {F41}.',
      },
    ],
  },
  {
    id: 'appearance',
    area: 'A6',
    parts: [
      {
        when: 'isRising',
        zh: '行政机关负责人出庭应诉率逐月上升，由{firstMonth}的{firstRate}升至{peakMonth}的{peakRate}。',
        en: "The rate of officials' court appearance rose every month from {firstRate} in {firstMonth} to {peakRate} in {peakMonth}.",
      },
      {
        when: 'isNotRising',
        zh: '行政机关负责人出庭应诉率在{firstMonth}至{peakMonth}间为{lowestRate}至{highestRate}。',
        en: "The rate of officials' court appearance ranged from {lowestRate} to {highestRate} between {firstMonth} and {peakMonth}.",
      },
      {
        when: 'noRates',
        zh: '行政机关负责人出庭应诉率：无此项，期内尚无开庭审理的行政案件。',
        en: "The rate of officials' court appearance: not applicable, no administrative case was heard in the period.",
      },
    ],
  },
];
