"""The 3D view: VTK draws off screen into a picture, Qt paints it. VTK is loaded when the first view is shown."""
