"""Blocks that families draft from: bodice, sleeve, bands, skirt block, stretch of necklines."""
