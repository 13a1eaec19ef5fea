import { type DifferenceRow, differenceAsMarkdown, differenceAsText, printChange, printDifferenceValue } from './difference-formats.ts';
import { type DifferenceCell, type DifferenceStep, cellOfChange, differenceCells } from './differences.ts';

describe('the cell of a change', () => {
  it.each<[DifferenceStep, string, object, number, DifferenceCell]>([
    ['time', 'CriminalDetentionImposed', {}, 1, 'new-facts'],
    ['time', 'SupervisorAppointed', {}, -1, 'ended'],
    ['knowledge', 'CriminalDetentionImposed', {}, 1, 'late-entries'],
    ['knowledge', 'SupervisorAppointed', {}, -1, 'late-entries'],
    ['knowledge', 'RecordVoided', {}, -1, 'K1'],
    ['time', 'DetentionAnnulled', {}, -1, 'K2'],
    ['time', 'RegisterEntryEnded', {}, -1, 'ended'],
    ['time', 'AssetRevalued', {}, 500, 'new-facts'],
    ['knowledge', 'RegisterEntryEnded', {}, -1, 'K3'],
    ['time', 'GroupReclassified', {}, 1, 'K4'],
    ['time', 'CaseTransferred', { scope: 'CITY_OUT' }, -1, 'K7'],
    ['time', 'CaseTransferred', { scope: 'DISTRICT' }, 1, 'K8'],
    ['knowledge', 'IdentitiesMerged', {}, -1, 'identities-merged'],
    ['knowledge', 'IdentitiesSplit', {}, 1, 'identities-unmerged'],
    ['rule', 'ProsecutionWithdrawn', {}, 1, 'rule'],
  ])('%s, %s %j %i is %s', (step, type, data, change, cell) => expect(cellOfChange(step, type, data, change)).toBe(cell));

  it('is named in both languages, each by a name of its own', () => {
    for (const lang of ['zh', 'en'] as const) {
      const names = Object.values(differenceCells).map((name) => name[lang]);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((name) => name.length > 0)).toBe(true);
    }
  });
});

describe('a difference that is laid out', () => {
  const row = (figure: DifferenceRow['figure'], from: number, to: number, cells: DifferenceRow['cells'] = [], residual = 0): DifferenceRow => ({
    ...{ figure, from: { value: from }, to: { value: to }, cells, residual },
    state: residual === 0 ? 'explained' : 'does-not-follow',
  });
  const late = { cell: 'late-entries', change: 17 } as const;
  const laidOut = (...figures: DifferenceRow[]) => ({ from: 'a', to: 'b', figures });

  it('prints money to the fen: rounded, its cells would not add up', () => {
    expect([printChange('F13', -12_345_678_905, 'zh'), printChange('F13', 100, 'en')]).toEqual(['−123456789.05元', '+CNY 1']);
    expect([printDifferenceValue('F05', 2907, 'zh'), printChange('F05', 2907, 'en')]).toEqual(['2907', '+2,907']);
  });
  it('has a column for each cell that is used, and names what stayed', () => {
    const text = differenceAsMarkdown(laidOut(row('F05', 2890, 2907, [late]), row('F06', 3, 3)), 'en');
    expect(text).toContain('| figure | old value | late entries | new value |\n| --- | ---: | ---: | ---: |\n');
    expect(text).toContain('| F05 suspects placed under criminal detention | 2,890 | +17 | 2,907 |');
    expect(text).toContain('Unchanged: F06');
  });
  it('shows what is not explained', () => {
    const figures = laidOut(row('F05', 2890, 2910, [late], 3));
    expect(differenceAsMarkdown(figures, 'en')).toContain('| 2,890 | +17 | **+3** | 2,910 |');
    expect(differenceAsText(figures, 'zh')).toContain('补录 +17 · ✗ 不能解释 +3');
  });
  it('tells of what came and went, though the value stayed', () =>
    expect(differenceAsText(laidOut(row('F05', 1, 1, [late, { cell: 'K1', change: -17 }])), 'en')).toContain('late entries +17 · records voided'));
  it('says that nothing has changed', () => expect(differenceAsText(laidOut(row('F05', 1, 1)), 'en')).toBe('a → b\nNo figure has changed.\n'));
});
