"""Requests about what a sheet has besides cells: dimensions, filters, groups, tables, charts, metadata …"""
