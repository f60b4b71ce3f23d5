import { expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const UI = join(import.meta.dirname, '../../libs/user-batch-upload/ui');

/** Attributes that people read or hear. */
const SPOKEN =
  /\b(?:aria-label|aria-description|data-label|title|placeholder|alt)\s*=\s*"([^"]*)"/g;
const LETTER = /\p{L}/u;
/** Words as people read them: two of them, or one with a capital. */
const PROSE = /^\p{Lu}\p{Ll}+[.…!?]?$|\p{L}{2,}[,:]? \p{L}/u;

/** Literals that are no texts of the page. */
const NO_TEXTS = new Set([
  // Columns of the template, which are English in every file.
  'First Name',
  'Last Name',
  'Email Address',
  'Internal ID',
  'Office',
  'Profile Status',
  'Mobile Phone',
  // A kind of drag, as browsers name it.
  'Files',
  // An encoding.
  'Mac',
]);

/** The texts that a source file holds by itself, as `file:line: text`. */
function textsIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: [at: number, text: string][] = [];

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isNeverShown(node)) return;
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = node.tag.getText(file);
      if (tag === 'html') found.push(...textsOfTemplate(node.template));
      if (tag !== 'css') ts.forEachChild(node.template, visit);
      return;
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      const isMarkup = ts.isTaggedTemplateExpression(node.parent);
      if (!isMarkup && PROSE.test(node.text) && !NO_TEXTS.has(node.text))
        found.push([node.getStart(file), node.text]);
    }
    if (ts.isTemplateExpression(node) && !ts.isTaggedTemplateExpression(node.parent)) {
      const words = blanked(node).replaceAll('\0', ' ').slice(1, -1);
      if (PROSE.test(words.trim())) found.push([node.getStart(file), words.trim()]);
    }
    ts.forEachChild(node, visit);
  }

  /** A template with its expressions blanked out, so that positions stay. */
  function blanked(template: ts.TemplateLiteral): string {
    let text = template.getText(file);
    if (!ts.isTemplateExpression(template)) return text;
    const start = template.getStart(file);
    for (const { expression } of template.templateSpans) {
      const [from, to] = [expression.getFullStart() - start - 2, expression.getEnd() - start + 1];
      text = text.slice(0, from) + '\0'.repeat(to - from) + text.slice(to);
    }
    return text;
  }

  function textsOfTemplate(template: ts.TemplateLiteral): [number, string][] {
    const start = template.getStart(file);
    const text = blanked(template);
    const spoken = [...text.matchAll(SPOKEN)].map((match): [number, string] => [
      start + match.index,
      match[1] ?? '',
    ]);
    const plain = text
      .replaceAll(/<!--.*?-->|<[^>]*>|&\w+;/gs, (markup) => '\0'.repeat(markup.length))
      .matchAll(/[^\0]+/g);
    return [
      ...spoken,
      ...[...plain].map((match): [number, string] => [start + at(match), match[0]]),
    ]
      .filter(([, one]) => LETTER.test(one))
      .map(([position, one]) => [position, one.replaceAll(/\0+/g, '…').trim()]);
  }

  visit(file);
  return found
    .toSorted(([one], [other]) => one - other)
    .map(([position, text]) => {
      const { line } = file.getLineAndCharacterOfPosition(position);
      return `${name}:${line + 1}: ${text}`;
    });
}

/** Where the first letter of a match is. */
const at = (match: RegExpExecArray): number => match.index + match[0].search(LETTER);

/** A literal that is compared, such as the name of a key, or that selects an element. */
const isNeverShown = (node: ts.Node): boolean =>
  ts.isStringLiteral(node) &&
  ((ts.isBinaryExpression(node.parent) && /^[!=]==$/.test(node.parent.operatorToken.getText())) ||
    (ts.isCallExpression(node.parent) &&
      /\.(querySelector|closest)$/.test(node.parent.expression.getText())));

test('no file of the page holds a text of its own', async () => {
  const names = (await readdir(UI, { recursive: true })).filter((name) => name.endsWith('.ts'));
  expect(names.length).toBeGreaterThan(40);
  const sources = await Promise.all(
    names.map(async (name) => textsIn(name, await readFile(join(UI, name), 'utf8'))),
  );
  expect(sources.flat()).toEqual([]);
});

test('a text that is left in a template, an attribute or a literal is found', () => {
  const planted = `import { html } from 'lit';
const tag = 'span';
export const view = (name: string, isOpen: boolean) => html\`<p class="muted">
    \${name} <b>
      not saved
    </b>
    <input aria-label="Search rows" type="search" placeholder="\${name} or email" />
    \${isOpen ? 'Opened' : html\`<i title="A hint">→</i>\`}
    <!-- a comment -->
  </p>\`;
export const said = (count: number) => \`\${count} rows found\`;
export const isEnter = (key: string) => key === 'Enter';
`;
  expect(textsIn('planted.ts', planted)).toEqual([
    'planted.ts:5: not saved',
    'planted.ts:7: Search rows',
    'planted.ts:7: … or email',
    'planted.ts:8: Opened',
    'planted.ts:8: A hint',
    'planted.ts:11: rows found',
  ]);
});
