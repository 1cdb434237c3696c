"""Models as Python's exporters write them, and what Python itself says of eight rows: the vectors beside this file.

Made with Python 3.11, numpy 1.24.2, scikit-learn 1.2.1, skl2onnx 1.13, onnx 1.12.0, onnxmltools 1.11.1 (XGBoost, LightGBM), xgboost 1.7.4, torch 1.13.0:
    python3 make_models.py FOLDER
"""
import json, sys, warnings
import numpy as np
warnings.filterwarnings("ignore")
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.neural_network import MLPClassifier
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, DoubleTensorType
import types
lightgbm = types.ModuleType("lightgbm")      # no package of this Debian: the converter is given dumps of boosters written by hand
class Booster:
    is_mock = True
    def __init__(self, dump): self.dump = dump
    def dump_model(self, **_): return self.dump
    def feature_name(self): return [f"Column_{i}" for i in range(INPUTS)]
    def attr(self, _): return None
lightgbm.Booster, lightgbm.LGBMClassifier, lightgbm.LGBMRegressor = Booster, type("C", (), {}), type("R", (), {})
sys.modules["lightgbm"] = lightgbm
import xgboost, torch, onnxmltools
from onnxmltools.convert.common.data_types import FloatTensorType as MlFloat

FOLDER = sys.argv[1]
INPUTS = 4
OPSET = {"": 15, "ai.onnx.ml": 2}
random = np.random.default_rng(7)
x = random.normal(size=(400, INPUTS)).astype(np.float32)
score = x[:, 0] - 0.5 * x[:, 1] + random.normal(size=400) * 0.7
three = np.digitize(score, [-0.6, 0.6])          # 0 down, 1 flat, 2 up
two = (score > 0).astype(int)
size = np.abs(score) * 1e-3
rows = random.normal(size=(8, INPUTS)).astype(np.float32)
vectors = {"rows": rows.tolist(), "outputs": {}}

def keep(name, data, expected):
    with open(f"{FOLDER}/{name}.onnx", "wb") as file:
        file.write(data)
    vectors["outputs"][name] = np.asarray(expected, dtype=float).tolist()

def sklearn(name, model, labels, options=None, types=None, **more):
    model.fit(x, labels)
    types = types or [("float_input", FloatTensorType([None, INPUTS]))]
    options = {id(model): options} if options else None
    data = convert_sklearn(model, initial_types=types, options=options, target_opset=OPSET, **more).SerializeToString()
    expected = model.predict_proba(rows) if hasattr(model, "predict_proba") else model.predict(rows).reshape(-1, 1)
    keep(name, data, expected)

logistic = lambda: LogisticRegression(max_iter=1000)
sklearn("sklearn-zipmap", logistic(), three)
sklearn("sklearn-arrays", logistic(), three, {"zipmap": False})
sklearn("sklearn-columns", logistic(), three, {"zipmap": "columns"})
sklearn("sklearn-strings", logistic(), np.array(["down", "flat", "up"])[three])
sklearn("sklearn-double", logistic(), three, {"zipmap": False}, [("x", DoubleTensorType([None, INPUTS]))])
sklearn("sklearn-split-inputs", make_pipeline(StandardScaler(), logistic()), three, None,
        [(f"x{i}", FloatTensorType([None, 1])) for i in range(INPUTS)])
sklearn("sklearn-scores", logistic(), three, {"zipmap": False, "raw_scores": True})
sklearn("sklearn-forest", RandomForestClassifier(5, max_depth=3, random_state=1), two, {"zipmap": False})
sklearn("sklearn-mlp", MLPClassifier((6,), max_iter=50, random_state=1), three)
sklearn("sklearn-ridge", Ridge(), size)
sklearn("sklearn-forest-size", RandomForestRegressor(4, max_depth=3, random_state=1), size)

def boosted(name, model, labels):
    model.fit(x, labels)
    data = onnxmltools.convert_xgboost(model, initial_types=[("input", MlFloat([None, INPUTS]))], target_opset=15).SerializeToString()
    keep(name, data, model.predict_proba(rows) if hasattr(model, "predict_proba") else model.predict(rows).reshape(-1, 1))

boosted("xgboost-two", xgboost.XGBClassifier(n_estimators=5, max_depth=3), two)
boosted("xgboost-three", xgboost.XGBClassifier(n_estimators=4, max_depth=3), three)
boosted("xgboost-size", xgboost.XGBRegressor(n_estimators=4, max_depth=3, base_score=0.0), size)

def lightgbm_dump(name, objective, classes, trees):
    """Trees: (feature, threshold, low, high), low and high a leaf or a tree."""
    def node(tree, counter):
        if not isinstance(tree, tuple):
            counter[0] += 1
            return {"leaf_index": counter[0] - 1, "leaf_value": tree}
        feature, threshold, low, high = tree
        counter[1] += 1
        return {"split_index": counter[1] - 1, "split_feature": feature, "threshold": threshold, "decision_type": "<=",
                "default_left": True, "missing_type": "None", "left_child": node(low, counter), "right_child": node(high, counter)}
    def value(tree, row):
        while isinstance(tree, tuple):
            tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
        return tree
    info = [{"tree_index": i, "num_leaves": 3, "tree_structure": node(t, [0, 0])} for i, t in enumerate(trees)]
    dump = {"name": "tree", "objective": objective, "num_class": classes, "num_tree_per_iteration": classes,
            "feature_names": [f"Column_{i}" for i in range(INPUTS)], "max_feature_idx": INPUTS - 1, "tree_info": info}
    raw = np.array([[sum(value(t, row) for t in trees[k::classes]) for k in range(classes)] for row in rows])
    if classes == 1 and objective.startswith("binary"):
        p = 1 / (1 + np.exp(-raw)); expected = np.hstack([1 - p, p])
    elif classes == 1: expected = raw
    else: expected = np.exp(raw) / np.exp(raw).sum(1, keepdims=True)
    data = onnxmltools.convert_lightgbm(Booster(dump), initial_types=[("input", MlFloat([None, INPUTS]))], target_opset=15)
    keep(name, data.SerializeToString(), expected)

some = [(0, 0.5, (1, -0.25, -0.3, 0.1), 0.4), (2, 0.0, -0.2, (3, 0.75, 0.05, 0.3)), (1, -0.1, 0.25, (0, 0.3, -0.15, 0.2))]
lightgbm_dump("lightgbm-two", "binary sigmoid:1", 1, some)
lightgbm_dump("lightgbm-three", "multiclass num_class:3", 3, some + some[1:] + some[:1])

def network(name, net, **options):
    path = f"{FOLDER}/{name}.onnx"
    net.eval()
    torch.onnx.export(net, torch.zeros(1, INPUTS), path, opset_version=15, **options)
    with torch.no_grad():
        given = net(torch.tensor(rows))
    keep(name, open(path, "rb").read(), (given[0] if isinstance(given, tuple) else given).numpy())

torch.manual_seed(1)
linear = torch.nn.Linear
body = lambda outputs: torch.nn.Sequential(linear(INPUTS, 5), torch.nn.ReLU(), linear(5, outputs))
class Both(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = body(3)
    def forward(self, x):
        scores = self.body(x)
        return torch.softmax(scores, 1), scores
class Reshaping(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = body(3)
    def forward(self, x):
        return torch.softmax(self.body(x).reshape(1, 3), 1)
network("torch-fixed", torch.nn.Sequential(body(3), torch.nn.Softmax(1)))
network("torch-open", torch.nn.Sequential(body(3), torch.nn.Softmax(1)), input_names=["x"], output_names=["p"],
        dynamic_axes={"x": {0: "batch"}, "p": {0: "batch"}})
network("torch-scores", body(3), dynamic_axes={"x": {0: "batch"}}, input_names=["x"])
network("torch-sigmoid", torch.nn.Sequential(body(1), torch.nn.Sigmoid()))
network("torch-both", Both())
class Fixed(torch.nn.Module):
    """A shape of one row is written into the graph."""
    def __init__(self):
        super().__init__()
        self.body = body(3)
    def forward(self, x):
        return torch.softmax(self.body(x).reshape(1, 3), 1)
fixed = Fixed(); fixed.eval()
torch.onnx.export(fixed, torch.zeros(1, INPUTS), f"{FOLDER}/torch-one-row.onnx", opset_version=15)
json.dump(vectors, open(f"{FOLDER}/vectors.json", "w"))
