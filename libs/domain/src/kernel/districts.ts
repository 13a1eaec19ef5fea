import { z } from 'zod';

/** The ten districts of the city (GB/T 2260) and the city level itself, in the order of their counting buckets 1–11. */
export const districts = {
  '370202': { zh: '市南区', en: 'Shinan' },
  '370203': { zh: '市北区', en: 'Shibei' },
  '370211': { zh: '黄岛区', en: 'Huangdao' },
  '370212': { zh: '崂山区', en: 'Laoshan' },
  '370213': { zh: '李沧区', en: 'Licang' },
  '370214': { zh: '城阳区', en: 'Chengyang' },
  '370215': { zh: '即墨区', en: 'Jimo' },
  '370281': { zh: '胶州市', en: 'Jiaozhou' },
  '370283': { zh: '平度市', en: 'Pingdu' },
  '370285': { zh: '莱西市', en: 'Laixi' },
  '370200': { zh: '市级', en: 'city level' },
} as const;

export type District = keyof typeof districts;
export const CITY_LEVEL: District = '370200';
export const districtCodes = Object.keys(districts).sort((a, b) => Number(a === CITY_LEVEL) - Number(b === CITY_LEVEL) || a.localeCompare(b)) as District[];

/** 370271 is a statistics-only pseudo-code of the high-tech zone, not a district: its cases belong to 370214. */
export const district = z.enum(districtCodes as [District, ...District[]], {
  error: ({ input }) =>
    input === '370271'
      ? '370271 is a statistical pseudo-code, not a district: record the case under 370214'
      : `must be one of the district codes ${districtCodes.join(', ')}`,
});
