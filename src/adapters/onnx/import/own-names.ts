// A graph made elsewhere and the value that is wanted of it in; its nodes and constants that lead there, under names of their own, out.

import { AttributeProto_AttributeType, type GraphProto, type NodeProto, type TensorProto } from 'onnx-buf';

/** Before every name that the graph brings, so that none is one of ours. */
const PREFIX = 'made/';

/** An absent optional input has no name and keeps none. */
export function ownName(name: string): string {
  return name === '' ? '' : PREFIX + name;
}

export interface WantedGraph {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
}

/** Nodes keep their order, which is one in which they can run. Changes the graph that it is given. */
export function wantedGraph(graph: GraphProto, wanted: string): WantedGraph {
  const needed = new Set([wanted]);
  const nodes: NodeProto[] = [];
  for (const node of graph.node.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    for (const name of namesRead(node)) needed.add(name);
    nodes.unshift(node);
  }
  const initializers = graph.initializer.filter(({ name }) => needed.has(name));
  for (const tensor of initializers) tensor.name = ownName(tensor.name);
  for (const node of nodes) renameNode(node);
  return { nodes, initializers };
}

/** Also what its inner graphs read. */
function namesRead(node: NodeProto): readonly string[] {
  return [...node.input, ...innerGraphs(node).flatMap((graph) => graph.node.flatMap(namesRead))];
}

function renameNode(node: NodeProto): void {
  node.input = node.input.map(ownName);
  node.output = node.output.map(ownName);
  for (const graph of innerGraphs(node)) {
    for (const value of [...graph.input, ...graph.output, ...graph.initializer]) value.name = ownName(value.name);
    graph.valueInfo = [];
    for (const inner of graph.node) renameNode(inner);
  }
}

function innerGraphs(node: NodeProto): readonly GraphProto[] {
  return node.attribute.flatMap(({ type, g, graphs }) => {
    if (type === AttributeProto_AttributeType.GRAPH && g !== undefined) return [g];
    return type === AttributeProto_AttributeType.GRAPHS ? graphs : [];
  });
}
