import { CITY_LEVEL, districtCodes } from '../kernel/districts.ts';
import { type Role, roles } from '../kernel/envelope.ts';
import { isOffice, lineOf, organOf, organisations, typesOf } from './organisations.ts';

const all = [...organisations.values()];
const count = (type: string) => all.filter((one) => one.type === type).length;

describe('the register of organisations', () => {
  it('has the seven organs of the city and of each of its ten districts', () => {
    const seven = ['PUBLIC_SECURITY', 'PROCURATORATE', 'COURT', 'SUPERVISION', 'JUSTICE_BUREAU', 'PETITION_BUREAU', 'POLITICAL_LEGAL_COMMISSION'];
    for (const type of seven) for (const district of districtCodes) expect(organOf(type as never, district)).toMatchObject({ type, district });
    expect(seven.map(count)).toEqual([13, 11, 11, 11, 11, 11, 11]); // 77, and the police branches of two development zones
  });
  it('has twelve industry departments, a detention house, and the desks that report, count, publish and audit', () => {
    expect(all.filter(({ id }) => /^dept-[a-z]+-/.test(id))).toHaveLength(12);
    expect([count('DETENTION_HOUSE'), count('STATISTICS'), count('RECORDS_OFFICE')]).toEqual([1, 11, 11]);
    expect(count('INDUSTRY_DEPARTMENT')).toBe(11 + 12); // and a desk for the departments of each place
    expect(organisations.size).toBe(77 + 2 + 12 + 1 + 11 + 11 + 11);
  });
  it('knows every organ by an id of its own, with a place, a level and a name in both languages', () => {
    for (const { id, district, level, name } of all) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)?-3702[0-9]{2}(-2)?$/);
      expect(id).toContain(district);
      expect(level).toBe(district === CITY_LEVEL ? 'CITY' : 'DISTRICT');
      expect([name.zh, name.en].every((text) => text.length > 2)).toBe(true);
    }
    expect(new Set(all.map(({ name }) => name.en)).size).toBe(all.length);
  });
  it('is made of lines that end at the city level, each of one type', () => {
    for (const { id, type, lineParent } of all) {
      const above = lineParent === undefined ? undefined : organisations.get(lineParent);
      expect([id, above?.type ?? type, above?.level ?? 'CITY']).toEqual([id, type, 'CITY']);
    }
  });
  it('has an office for every role but that of the product', () => {
    for (const role of roles) expect([role, typesOf(role).length > 0]).toEqual([role, role !== 'SYSTEM']);
  });
});

describe('a line', () => {
  it('is an organ and those below it', () => {
    expect(lineOf('psb-370200')).toHaveLength(13);
    expect(lineOf('psb-370200')).toEqual(expect.arrayContaining(['psb-370200', 'psb-370202', 'psb-370211-2']));
    expect(lineOf('psb-370202')).toEqual(['psb-370202']);
  });
  it('of an organ that is not in the register is that organ', () => expect(lineOf('psb-370100')).toEqual(['psb-370100']));
});

describe('an office', () => {
  const office = { role: 'JUDGE' as Role, org: 'court-370202', district: '370202' as const };
  it('is for an organ of the register, in a role that it has, in its district', () => expect(isOffice(office)).toBe(true));
  it.each([
    ['another role', { role: 'PROCURATOR' }],
    ['the role of the product', { role: 'SYSTEM' }],
    ['an organ that is not there', { org: 'court-370271' }],
    ['the level above', { district: CITY_LEVEL }],
  ] as const)('is none in %s', (_, other) => expect(isOffice({ ...office, ...other })).toBe(false));
});
