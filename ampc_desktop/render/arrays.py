"""numpy arrays as VTK's and back. Loads VTK."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from vtkmodules.util import numpy_support
from vtkmodules.vtkCommonCore import vtkDataArray, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray

_vtk: Any = numpy_support  # it carries no types


def vtk_points(values: npt.ArrayLike) -> vtkPoints:
    """(n, 3) points, copied as float32."""
    made = vtkPoints()
    made.SetData(floats(np.asarray(values, dtype=np.float32)))
    return made


def memory(values: object) -> npt.NDArray[Any]:
    """The memory of a VTK array, not a copy."""
    seen: npt.NDArray[Any] = _vtk.vtk_to_numpy(values)
    return seen


def floats(values: npt.NDArray[np.float32]) -> vtkDataArray:
    """Numbers by point, copied."""
    made: vtkDataArray = _vtk.numpy_to_vtk(np.ascontiguousarray(values), deep=1)
    return made


def bytes_of(values: npt.NDArray[np.uint8]) -> vtkDataArray:
    """Colours by point, copied."""
    made: vtkDataArray = _vtk.numpy_to_vtk(np.ascontiguousarray(values, dtype=np.uint8), deep=1)
    return made


def cells(faces: npt.NDArray[np.int_]) -> vtkCellArray:
    """Cells of one size (m, k)."""
    return cell_array(np.arange(len(faces) + 1) * faces.shape[1], faces.ravel())


def cell_array(offsets: npt.NDArray[np.int64], connectivity: npt.NDArray[np.int64]) -> vtkCellArray:
    """Cells that begin at offsets (m + 1,) of the connectivity."""
    made = vtkCellArray()
    made.SetData(
        _vtk.numpy_to_vtkIdTypeArray(np.ascontiguousarray(offsets, dtype=np.int64), deep=1),
        _vtk.numpy_to_vtkIdTypeArray(np.ascontiguousarray(connectivity, dtype=np.int64), deep=1),
    )
    return made
