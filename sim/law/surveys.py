"""What the surveys found: shares of partnerships with each regime today, by landscape. And which legal force a regime can have."""

ANCHORINGS = ("statutory", "voluntary")

LANDSCAPES: dict[str, dict[str, float]] = {
    # drv_regime_macht_only_2025, regime_macht_and_kracht_2025, regime_kracht_only_2025, mandate_real_share, drv_invoke_others_share,
    # frames_share, muni_binding_all_share, muni_binding_part_share; relabelled (M12) and selection are assumed
    "survey_2025": {
        "macht": 0.22, "both": 0.18, "kracht": 0.34, "real": 0.87, "open": 21 / 38, "frames": 0.755, "bound_all": 0.42, "bound_part": 0.05,
        "relabelled": 0.0, "selection": 0.0,
    },
    # 2018: two thirds reported power; kracht was not asked for, so part of it was kracht (see contradictions of the ledger, 2)
    "survey_2018": {
        "macht": 0.48, "both": 0.18, "kracht": 0.08, "real": 0.87, "open": 21 / 38, "frames": 0.755, "bound_all": 0.42, "bound_part": 0.05,
        "relabelled": 0.35, "selection": 0.0,
    },
    "geen": {
        "macht": 0.0, "both": 0.0, "kracht": 0.0, "real": 0.87, "open": 0.0, "frames": 0.0, "bound_all": 0.0, "bound_part": 0.0,
        "relabelled": 0.0, "selection": 0.0,
    },
}  # fmt: skip
