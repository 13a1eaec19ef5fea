import type { InTwoLanguages } from '../app/settings.tsx';

const names: Readonly<Record<string, InTwoLanguages>> = {
  ledger: { zh: '账本', en: 'ledger' },
  criminal_case: { zh: '案件', en: 'case' },
  person: { zh: '人员', en: 'person' },
  suspect: { zh: '涉案人', en: 'suspect' },
  crime_group: { zh: '团伙', en: 'group' },
  correction: { zh: '更正', en: 'correction' },
  arrest_review: { zh: '审查逮捕', en: 'arrest review' },
  prosecution: { zh: '审查起诉', en: 'prosecution' },
  court_docket: { zh: '审理', en: 'docket' },
  asset: { zh: '财物', en: 'asset' },
  umbrella_lead: { zh: '“保护伞”线索', en: 'umbrella lead' },
  umbrella_investigation: { zh: '“保护伞”立案', en: 'umbrella investigation' },
  investigated_person: { zh: '被审查人', en: 'investigated person' },
  recommendation: { zh: '建议', en: 'recommendation' },
  rectification_plan: { zh: '整治方案', en: 'rectification plan' },
  mechanism: { zh: '制度机制', en: 'mechanism' },
  problem: { zh: '突出问题', en: 'problem' },
  register_entry: { zh: '登记册条目', en: 'register entry' },
  indicator: { zh: '指标', en: 'indicator' },
  hearing: { zh: '行政案件开庭', en: 'hearing' },
  major_project: { zh: '重大项目', en: 'major project' },
  check_exception: { zh: '勾稽例外', en: 'exception of a check' },
  publication: { zh: '发布', en: 'publication' },
};

/** What kind of record it is, in words. */
export const categoryName = (category: string): InTwoLanguages => names[category] ?? { zh: category, en: category };
