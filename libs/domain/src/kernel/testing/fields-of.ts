import { z } from 'zod';

/** The fields of a schema in the order of their names: `?` where one may be left out, and in brackets what an object or a list of objects holds. */
export function fieldsOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element as z.ZodType);
  if (!(schema instanceof z.ZodObject)) return '';
  return Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => {
      const inside = fieldsOf(field);
      return `${name}${field instanceof z.ZodOptional ? '?' : ''}${inside && `(${inside})`}`;
    })
    .join(' ');
}
