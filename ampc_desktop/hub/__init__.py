"""The memory of the studio: one SQLite file with event log, assets, orders, sittings and cached results."""

from ampc_desktop.hub.store import Event, Hub, HubStatus, Sitting, open_hub, restore_hub

__all__ = ["Event", "Hub", "HubStatus", "Sitting", "open_hub", "restore_hub"]
