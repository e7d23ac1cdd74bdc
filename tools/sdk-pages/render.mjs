import ts from 'typescript';
import { BEYOND, SAME_AS } from './plan.mjs';

/** @typedef {import('./plan.mjs').Page} Page */
/** @typedef {{ checker: ts.TypeChecker, exports: Map<string, Map<string, ts.Symbol>> }} Surface */

const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** @param {Surface} surface @param {Page} page @param {Map<string, string>} more text under an export, by its name */
export function renderPage(surface, page, more) {
  const sections = page.names.map((name) => section(surface, page.entry, name, more.get(name)));
  return [`# ${page.title}`, 'Generated: `node tools/sdk-pages.mjs --write`.', page.about, ...sections].join('\n\n');
}

/** @param {Surface} surface @param {string} entry @param {string} name @param {string | undefined} more */
function section({ checker, exports }, entry, name, more) {
  const symbol = found(exports, entry, name);
  const same = SAME_AS.get(name);
  const beyond = BEYOND.get(name);
  const lines = [`## ${name}`];
  if (same !== undefined) {
    lines.push(`The type of \`${same}\` on any platform, for parameters and payloads. Exported as a type only.`);
    return lines.join('\n\n');
  }
  lines.push(head(checker, symbol, name), documentation(checker, symbol));
  const shared =
    beyond === undefined
      ? new Set()
      : new Set(membersOf(checker, found(exports, entry, beyond)).map(({ name }) => name));
  const own = tables(checker, symbol, shared);
  if (beyond !== undefined)
    lines.push(own.length === 0 ? `As \`${beyond}\`.` : `Besides what it shares with \`${beyond}\`:`);
  lines.push(...own, more ?? '');
  return lines.filter((line) => line !== '').join('\n\n');
}

/** @param {Surface['exports']} exports @param {string} entry @param {string} name */
function found(exports, entry, name) {
  const symbol = exports.get(entry)?.get(name) ?? exports.get('index')?.get(name);
  if (symbol === undefined) throw new Error(`${entry} exports no ${name}: correct tools/sdk-pages/plan.mjs`);
  return symbol;
}

/** @param {ts.TypeChecker} checker @param {ts.Symbol} symbol */
export function documentation(checker, symbol) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s*\n\s*/g, ' ');
}

/** The declaration in one block: how it is made, or what it stands for. */
function head(/** @type {ts.TypeChecker} */ checker, /** @type {ts.Symbol} */ symbol, /** @type {string} */ name) {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) throw new Error(`${name} has no declaration`);
  if (symbol.flags & ts.SymbolFlags.Class) {
    const constructors = checker.getTypeOfSymbolAtLocation(symbol, declaration).getConstructSignatures();
    // Classes of the drop-in are made by its namespace, those of the server's objects by their worker.
    const make = constructors
      .filter((signature) => isMadeByApplications(name, signature))
      .map((signature) => `new ${name}${parameters(checker, signature)}`);
    return make.length === 0 ? '' : code(make.join('\n'));
  }
  const isTable = membersOf(checker, symbol).length > 0;
  if (ts.isTypeAliasDeclaration(declaration) && !isTable) return code(declaration.getText().replace(/^export /, ''));
  if (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) return '';
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  return code(`const ${name}: ${checker.typeToString(type, undefined, FORMAT)}`);
}

/** @param {string} name @param {ts.Signature} signature */
function isMadeByApplications(name, signature) {
  const [first] = signature.getParameters();
  return name === 'TaskbayError' || (first?.name === 'token' && !name.endsWith('Client'));
}

/** @param {ts.TypeChecker} checker @param {ts.Symbol} symbol @param {Set<unknown>} shared */
function tables(checker, symbol, shared) {
  const members = membersOf(checker, symbol).filter(({ name }) => !shared.has(name));
  const properties = members.filter(({ call }) => call === undefined);
  const calls = members.filter(({ call }) => call !== undefined);
  const rows = [
    properties.map(({ name, type, about }) => `| \`${name}\` | ${cell(type)} | ${escaped(about)} |`),
    calls.map(({ call, type, about }) => `| ${cell(call ?? '')} | ${cell(type)} | ${escaped(about)} |`),
  ];
  const heads = ['| | type | |\n|---|---|---|', '| call | gives | |\n|---|---|---|'];
  return rows.flatMap((lines, index) => (lines.length === 0 ? [] : [`${heads[index]}\n${lines.join('\n')}`]));
}

/** @typedef {{ name: string, type: string, about: string, call?: string }} Member */

/**
 * What applications see of a class, an interface or a map of events, inherited members included.
 * @param {ts.TypeChecker} checker @param {ts.Symbol} symbol @returns {Member[]}
 */
function membersOf(checker, symbol) {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const object = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  const isAliasOfFunction = type.getCallSignatures().length + type.getConstructSignatures().length > 0;
  if (!(type.flags & object) || isAliasOfFunction) return [];
  return checker
    .getPropertiesOfType(type)
    .filter((property) => isPublic(property))
    .map((property) => member(checker, property, type));
}

/** @param {ts.Symbol} property */
function isPublic(property) {
  const [declaration] = property.declarations ?? [];
  if (property.name.startsWith('__#') || property.name.startsWith('#')) return false;
  // Members of mapped types have none, or one that is not theirs.
  if (declaration === undefined) return true;
  if (/\/typescript\/lib\//.test(declaration.getSourceFile().fileName)) return false;
  return !(ts.getCombinedModifierFlags(declaration) & HIDDEN);
}

/** @param {ts.TypeChecker} checker @param {ts.Symbol} property @param {ts.Type} owner @returns {Member} */
function member(checker, property, owner) {
  const at = property.declarations?.[0] ?? owner.symbol?.declarations?.[0] ?? owner.aliasSymbol?.declarations?.[0];
  if (at === undefined) throw new Error(`${property.name} has no place`);
  const type = checker.getTypeOfSymbolAtLocation(property, at);
  const about = documentation(checker, property);
  const [signature] = type.getCallSignatures();
  if (property.flags & ts.SymbolFlags.Method && signature !== undefined) {
    const gives = checker.typeToString(signature.getReturnType(), undefined, FORMAT);
    return { name: property.name, call: `${property.name}${parameters(checker, signature)}`, type: gives, about };
  }
  const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
  const text = withoutUndefined(checker.typeToString(type, undefined, FORMAT), optional !== '');
  return { name: `${property.name}${optional}`, type: text, about };
}

/** @param {ts.TypeChecker} checker @param {ts.Signature} signature */
function parameters(checker, signature) {
  const given = signature.getParameters().map((parameter) => {
    const declaration = /** @type {ts.ParameterDeclaration} */ (parameter.valueDeclaration);
    // A parameter that is taken apart has no name of its own.
    const name = ts.isIdentifier(declaration.name) ? declaration.name.text : 'options';
    const optional = checker.isOptionalParameter(declaration);
    const type = checker.typeToString(checker.getTypeOfSymbolAtLocation(parameter, declaration), undefined, FORMAT);
    const rest = declaration.dotDotDotToken === undefined ? '' : '...';
    return `${rest}${name}${optional ? '?' : ''}: ${withoutUndefined(type, optional)}`;
  });
  // The name of an event needs no explanation: its type parameter is left out.
  return `(${given.join(', ')})`;
}

/** @param {string} type @param {boolean} optional */
function withoutUndefined(type, optional) {
  return optional ? type.replace(/ \| undefined$/, '') : type;
}

/** @param {string} text */
function cell(text) {
  return `\`${escaped(text)}\``;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('|', '\\|');
}

/** @param {string} text */
function code(text) {
  return `\`\`\`ts\n${text}\n\`\`\``;
}
