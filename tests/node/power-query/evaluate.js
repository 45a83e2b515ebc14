// As much of the Power Query language (M) as the recipes use. Lists are arrays, records maps of lazy values, functions
// functions; whatever else there is, is not known and refused.

/** A value that is worked out when it is asked for. */
export class Lazy {
  #work;
  #value;
  constructor(work) {
    this.#work = work;
  }
  get value() {
    if (this.#work) {
      const work = this.#work;
      this.#work = () => {
        throw new MError('Expression.Error', 'A cyclic reference was encountered during evaluation.');
      };
      this.#value = work();
      this.#work = undefined;
    }
    return this.#value;
  }
}

/** An error that the language itself can raise. */
export class MError extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

/** What names mean; but one, which means within what it names what it means outside. */
export class Scope {
  #names;
  #outer;
  #own;
  constructor(names = new Map(), outer = undefined, own = undefined) {
    this.#names = names;
    this.#outer = outer;
    this.#own = own;
  }
  add(name, lazy) {
    this.#names.set(name, lazy);
  }
  get(name) {
    if (name !== this.#own && this.#names.has(name)) return this.#names.get(name).value;
    if (this.#outer) return this.#outer.get(name);
    throw new MError('Expression.Error', `There is nothing of the name '${name}'.`);
  }
}

/** A record of values that are known. */
export const record = (members) => new Map(Object.entries(members).map(([name, value]) => [name, new Lazy(() => value)]));

/** A member of a record. */
export function field(of, name) {
  if (!(of instanceof Map)) throw new MError('Expression.Error', `We cannot apply field access to ${kind(of)}.`);
  if (!of.has(name)) throw new MError('Expression.Error', `The field '${name}' of the record wasn't found.`);
  return of.get(name).value;
}

/** The primitive type of a value. */
export function kind(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'record';
  const own = typeof value === 'object' ? Object.keys(value)[0] : undefined;
  const known = { bytes: 'binary', columns: 'table', type: 'type' };
  return known[own] ?? { string: 'text', number: 'number', boolean: 'logical', function: 'function' }[typeof value];
}

/** A value that is declared to be of a type. */
function checked(value, declared) {
  if (!declared) return value;
  const { paired } = declared;
  const isNullable = paired.kind === 'NullablePrimitiveType';
  const wanted = (isNullable ? paired.paired : paired).primitiveTypeKind;
  const found = kind(value);
  if (wanted === 'any' || found === wanted || (isNullable && value === null)) return value;
  throw new MError('Expression.Error', `We cannot convert a value of type ${found} to type ${wanted}.`);
}

const items = (wrapper) => wrapper.elements.map(({ node }) => node);

/** A text as it is written between quotes. */
function text(literal) {
  const escapes = { lf: '\n', cr: '\r', tab: '\t', '#': '#' };
  return literal.slice(1, -1).replaceAll('""', '"').replaceAll(/#\((\w+|#)\)/g, (_, name) => escapes[name]);
}

function equal(left, right) {
  if ([left, right].every((value) => value !== null && typeof value === 'object')) {
    throw new Error('lists, records and tables are not compared here');
  }
  return left === right;
}

function joined(left, right) {
  if (kind(left) !== kind(right)) {
    throw new MError('Expression.Error', `We cannot apply operator & to types ${kind(left)} and ${kind(right)}.`);
  }
  if (left instanceof Map) return new Map([...left, ...right]);
  if (Array.isArray(left)) return [...left, ...right];
  return left + right;
}

function binary({ left, operatorConstant, right }, scope) {
  const [a, b] = [() => evaluate(left, scope), () => evaluate(right, scope)];
  switch (operatorConstant.constantKind) {
    case '??':
      return a() ?? b();
    case '&':
      return joined(a(), b());
    case '=':
      return equal(a(), b());
    case '<>':
      return !equal(a(), b());
    default:
      throw new Error(`the operator ${operatorConstant.constantKind} is not known here`);
  }
}

/** Values by their names, of a record or of `let`, each of which may use the others. */
function named(pairs, outer) {
  const names = new Map();
  for (const { key, value } of pairs) {
    names.set(key.literal, new Lazy(() => evaluate(value, new Scope(names, outer, key.literal))));
  }
  return names;
}

function procedure(node, outer) {
  const parameters = items(node.parameters.content);
  const least = parameters.filter(({ optionalConstant }) => !optionalConstant).length;
  return (...values) => {
    if (values.length < least || values.length > parameters.length) {
      throw new MError('Expression.Error', `${values.length} arguments were passed to a function which expects ${least}.`);
    }
    const given = parameters.map(({ name, parameterType }, at) => {
      const value = at < values.length ? checked(values[at], parameterType) : null;
      return [name.literal, new Lazy(() => value)];
    });
    return checked(evaluate(node.expression, new Scope(new Map(given), outer)), node.functionReturnType);
  };
}

/** What follows a value: a call, a member, an item. */
function followed(value, node, scope) {
  switch (node.kind) {
    case 'InvokeExpression':
      return value(...items(node.content).map((argument) => evaluate(argument, scope)));
    case 'FieldSelector':
      return field(value, node.content.literal);
    case 'ItemAccessExpression':
      return value[evaluate(node.content, scope)];
    default:
      throw new Error(`${node.kind} is not known here`);
  }
}

/** The value of an expression. */
export function evaluate(node, scope) {
  switch (node.kind) {
    case 'LiteralExpression':
      return node.literalKind === 'Text' ? text(node.literal) : JSON.parse(node.literal);
    case 'IdentifierExpression':
      if (node.inclusiveConstant) throw new Error('@ is not known here');
      return scope.get(node.identifier.literal);
    case 'ParenthesizedExpression':
      return evaluate(node.content, scope);
    case 'ListExpression':
      return items(node.content).map((item) => evaluate(item, scope));
    case 'RecordExpression':
      return named(items(node.content), scope);
    case 'LetExpression':
      return evaluate(node.expression, new Scope(named(items(node.variableList), scope), scope));
    case 'IfExpression':
      return evaluate(evaluate(node.condition, scope) ? node.trueExpression : node.falseExpression, scope);
    case 'FunctionExpression':
      return procedure(node, scope);
    case 'EachExpression':
      return (value) => evaluate(node.paired, new Scope(record({ _: value }), scope));
    case 'FieldSelector':
      return followed(scope.get('_'), node, scope);
    case 'RecursivePrimaryExpression':
      return node.recursiveExpressions.elements.reduce(
        (value, next) => followed(value, next, scope),
        evaluate(node.head, scope),
      );
    case 'TypePrimaryType':
      return { type: node.paired.primitiveTypeKind };
    case 'ErrorRaisingExpression': {
      const error = evaluate(node.paired, scope);
      throw new MError(field(error, 'Reason'), field(error, 'Message'));
    }
    case 'ArithmeticExpression':
    case 'EqualityExpression':
    case 'NullCoalescingExpression':
      return binary(node, scope);
    default:
      throw new Error(`${node.kind} is not known here`);
  }
}
