import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import { serve } from "../service.js";

serve({ express, SCIMMY, SCIMMYRouters }, process.argv.slice(2));
